/** How the viewer shows the case, and what it says. */
import { signal } from "@preact/signals";
import type { Side } from "../../src/index.js";
import type { InstanceId } from "../engine/protocol.js";
import type { Layout, SideStyle } from "../viewer/case-viewer.js";

export const layout = signal<Layout>("all");

/** The share of the width that the viewer has beside the evidence, in percent. */
export const viewerShare = signal(40);

/** The reference as areas, the prediction as its outline: where they differ is seen at once. */
export const styles = signal<Readonly<Record<Side, SideStyle>>>({
  reference: { isShown: true, isOutlined: false, opacity: 0.6 },
  prediction: { isShown: true, isOutlined: true, opacity: 1 },
});

export type ViewerState =
  | { readonly kind: "loading" | "shown" }
  /** Nothing is shown, and this is why. */
  | { readonly kind: "failed"; readonly problem: string; readonly canRetry: boolean };

export const viewerState = signal<ViewerState>({ kind: "loading" });

/** The instances at the crosshair. */
export const pointedAt = signal<readonly InstanceId[]>([]);

/** What the viewer leaves out, in a sentence each. */
export const remarks = signal<readonly string[]>([]);

export function restyle(side: Side, change: Partial<SideStyle>): void {
  styles.value = { ...styles.value, [side]: { ...styles.value[side], ...change } };
}
