import type { Connectivity } from "../../bindings/components/label-components.js";
import type { ResolvedGroups } from "./groups.js";

export const INPUT_KINDS = ["semantic", "unmatched", "matched"] as const;
/** The meaning of labels: classes, instances numbered independently, or instances whose equal labels already match. */
export type InputKind = (typeof INPUT_KINDS)[number];

/** Neighbours by number, or by what they share, which holds for 2D and 3D alike. */
export type ConnectivityOption = Connectivity | "faces" | "corners";

export const TOUCHING_LABELS = ["separate", "merge"] as const;
/** Whether components of different labels of a group stay apart where they touch. */
export type TouchingLabels = (typeof TOUCHING_LABELS)[number];

export const IGNORE_RULES = ["void", "cut"] as const;
/** Whether instances are found before void is taken from them, or after. */
export type IgnoreRule = (typeof IGNORE_RULES)[number];

/** All options that define an instance. */
export interface InstanceOptions {
  readonly input: InputKind;
  readonly groups: ResolvedGroups;
  readonly connectivity: Connectivity;
  readonly touchingLabels: TouchingLabels;
  readonly ignoreLabel: number | null;
  readonly ignoreRule: IgnoreRule;
}
