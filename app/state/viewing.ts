/** How the viewer shows the case, and what it says. */
import { signal } from "@preact/signals";
import type { Side } from "../../src/index.js";
import type { InstanceId } from "../engine/protocol.js";
import type { Emphasis } from "../viewer/label-colours.js";
import type { Colouring, Layout, Tab } from "./view-words.js";

export const shownTab = signal<Tab>("instances");
export const layout = signal<Layout>("all");
export const colouring = signal<Colouring>("status");
/** The right side of a patient at the left of the picture, as radiologists look at it. */
export const isRadiological = signal(false);
/** How instances that are not selected are drawn. */
export const emphasis = signal<Emphasis>("none");

/** How one side is drawn. */
export interface SideStyle {
  readonly isShown: boolean;
  readonly isOutlined: boolean;
  /** From 0 to 1. */
  readonly opacity: number;
}

/** The share of the width that the viewer has, in percent; the evidence has the rest. */
export const viewerShare = signal(36);

/** The reference as areas, the prediction as its outline: where they differ is seen at once. */
export const styles = signal<Readonly<Record<Side, SideStyle>>>({
  reference: { isShown: true, isOutlined: false, opacity: 0.6 },
  prediction: { isShown: true, isOutlined: true, opacity: 1 },
});

/** The anatomy's values for black and white, in its own unit; null without an anatomy. */
export interface GreyWindow {
  readonly low: number;
  readonly high: number;
}
export const greyWindow = signal<GreyWindow | null>(null);

export type ViewerState =
  | { readonly kind: "loading" | "shown" }
  /** Nothing is shown, and this is why. */
  | { readonly kind: "failed"; readonly problem: string; readonly canRetry: boolean };

export const viewerState = signal<ViewerState>({ kind: "loading" });

/** The instances at the crosshair. */
export const pointedAt = signal<readonly InstanceId[]>([]);

/** Where the crosshair is; null before anything is shown. */
export interface Crosshair {
  /** World. */
  readonly millimetres: readonly number[];
  /** Voxel of the case, counted from 0. */
  readonly voxel: readonly number[];
  /** Slices along each axis. */
  readonly slices: readonly number[];
}
export const crosshair = signal<Crosshair | null>(null);
/** Where to go once the volumes are shown, in mm: what a link asks for. */
export const wantedPlace = signal<readonly number[] | null>(null);

/** Omissions of the viewer, a sentence each. */
export const remarks = signal<readonly string[]>([]);

export function restyle(side: Side, change: Partial<SideStyle>): void {
  styles.value = { ...styles.value, [side]: { ...styles.value[side], ...change } };
}
