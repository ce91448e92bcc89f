import { viewerShare } from "../state/viewing.js";

const [SMALLEST, LARGEST, STEP] = [20, 80, 2];

/** The border between the viewer and the evidence, which pointer and arrow keys move. */
export function Divider() {
  const move = (share: number) => {
    viewerShare.value = Math.round(Math.min(LARGEST, Math.max(SMALLEST, share)));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved
    <div
      class="divider"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the viewer"
      aria-valuemin={SMALLEST}
      aria-valuemax={LARGEST}
      aria-valuenow={viewerShare.value}
      title="Drag, or press the arrow keys, to change the widths"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const panes = event.currentTarget.parentElement;
        if (panes === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const { left, width } = panes.getBoundingClientRect();
        move((100 * (event.clientX - left)) / width);
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        move(viewerShare.value + step);
      }}
    />
  );
}
