/** The place of the viewer. */
export function ViewerPanel() {
  return <section class="viewer" aria-label="Viewer" />;
}
