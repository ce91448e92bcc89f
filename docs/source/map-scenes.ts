import type { MapOptions } from "../../src/maps/options/types.js";

/** A drawn example of docs/heatmaps.md: one reference, and maps that differ. */
export interface MapScene {
  readonly title: string;
  /** Rows of one character a voxel; `.` is background. */
  readonly reference: readonly string[];
  /** Rows of one digit a voxel. Values are digits, or tenths with the kind `probability`. */
  readonly maps: Readonly<Record<string, readonly string[]>>;
  readonly options: MapOptions;
  /** Scores below each map, by key. */
  readonly shown: readonly string[];
}

/** The examples, each with what it is to show. */
export const MAP_SCENES = {
  focus: {
    title: "Three maps of one lesion",
    reference: ["........", "..1111..", "..1111..", "..1111..", "........"],
    maps: {
      spot: ["00000000", "00000000", "00099000", "00000000", "00000000"],
      haze: ["44444444", "44555544", "44595544", "44555544", "44444444"],
      beside: ["00000000", "00022200", "00023300", "00022207", "00000009"],
    },
    options: {},
    shown: ["mass_accuracy", "rank_accuracy", "auroc", "ap", "best_dice", "pointing_hit"],
  },
  ties: {
    title: "A map without an opinion",
    reference: ["......", ".11...", ".11...", "......"],
    maps: {
      constant: ["555555", "555555", "555555", "555555"],
      half: ["555000", "555000", "555000", "555000"],
    },
    options: {},
    shown: ["mass_accuracy", "rank_accuracy", "rank_accuracy_min", "rank_accuracy_max", "auroc", "ap"],
  },
  bridge: {
    title: "Two lesions and a bridge",
    reference: ["..........", ".111..222.", ".111..222.", ".111..222.", ".........."],
    maps: {
      bridged: ["0000000000", "0888008880", "0888448880", "0888008880", "0000000000"],
      joined: ["0000000000", "0777777770", "0777777770", "0777777770", "0000000000"],
    },
    options: { instances: true, input: "unmatched" },
    shown: ["best_dice", "autc_dice", "best_pq", "best_pq_threshold", "autc_pq"],
  },
  honest: {
    title: "One order, two certainties",
    reference: ["......", ".1111.", ".1111.", "......"],
    maps: {
      certain: ["011110", "199991", "199991", "099110"],
      timid: ["455554", "566665", "566665", "466554"],
    },
    options: { kind: "probability" },
    shown: ["auroc", "ap", "brier", "ece", "soft_dice"],
  },
  detection: {
    title: "Lesions one by one",
    reference: ["............", ".11.....222.", ".11.....222.", "........222.", "....33......", "....33......"],
    maps: {
      candidates: ["000009000000", "088000066000", "088000066000", "000000000055", "000000000000", "070000000000"],
    },
    options: { detection: true, candidateThreshold: "positive", input: "unmatched" },
    shown: ["lesion_ap", "froc_score", "lesion_tp", "lesion_fp", "lesion_fn"],
  },
} as const satisfies Readonly<Record<string, MapScene>>;

export type MapSceneName = keyof typeof MAP_SCENES;
