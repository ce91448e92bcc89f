import type { EvaluateOptions } from "../../src/options/registry.js";

/** A drawn example: two volumes, and the ways in which they are matched. */
export interface Scene {
  readonly title: string;
  /** Rows of one character a voxel; `.` is background. */
  readonly reference: readonly string[];
  readonly prediction: readonly string[];
  /** By what is varied; the same volumes throughout. */
  readonly panels: Readonly<Record<string, EvaluateOptions>>;
  /** The panel whose sentences the document quotes. */
  readonly quoted?: string;
}

function tall(row: string, height: number): string[] {
  return new Array<string>(height).fill(row);
}

const OPTIONS: EvaluateOptions = { input: "unmatched" };

/** The examples of docs/matching.md. */
export const SCENES = {
  threshold: {
    title: "A threshold makes candidates",
    reference: tall("1111..2222..33....", 4),
    prediction: tall("111...22.......333", 4),
    panels: {
      strict: { ...OPTIONS, threshold: 0.5, thresholdRule: "strict" },
      inclusive: { ...OPTIONS, threshold: 0.5, thresholdRule: "inclusive" },
    },
    quoted: "strict",
  },
  total: {
    title: "The best pair is not always part of the best matching",
    reference: tall("111111.2222", 4),
    prediction: tall("221111.111.", 4),
    panels: {
      greedy: { ...OPTIONS, threshold: 0.25, strategy: "greedy" },
      "one-to-one": { ...OPTIONS, threshold: 0.25, strategy: "one-to-one" },
    },
    quoted: "one-to-one",
  },
  split: {
    title: "One reference, two predictions",
    reference: tall("11111111111111", 6),
    prediction: tall("111111..222222", 6),
    panels: {
      "one-to-one": { ...OPTIONS, threshold: 0.25, strategy: "one-to-one" },
      "many-to-one": { ...OPTIONS, threshold: 0.25, strategy: "many-to-one" },
    },
    quoted: "one-to-one",
  },
  cover: {
    title: "One prediction, two references",
    reference: tall("111111..222222", 6),
    prediction: tall("11111111111111", 6),
    panels: {
      "one-to-one": { ...OPTIONS, threshold: 0.25, strategy: "one-to-one" },
      "one-to-many": { ...OPTIONS, threshold: 0.25, strategy: "one-to-many" },
    },
    quoted: "one-to-one",
  },
  merge: {
    title: "A seed, and what joins it",
    reference: tall("11111111....", 4),
    prediction: tall("11111223333.", 4),
    panels: {
      "many-to-one": { ...OPTIONS, threshold: 0.5, strategy: "many-to-one" },
      merge: { ...OPTIONS, threshold: 0.5, strategy: "merge" },
    },
    quoted: "merge",
  },
  union: {
    title: "A perfect split of which no piece reaches one half",
    reference: tall("111111111111111", 4),
    prediction: tall("111111222223333", 4),
    panels: {
      merge: { ...OPTIONS, threshold: 0.5, strategy: "merge" },
      union: { ...OPTIONS, threshold: 0.5, strategy: "union" },
    },
    quoted: "merge",
  },
  tie: {
    title: "Equal scores: the smaller label",
    reference: tall("11111111", 4),
    prediction: tall("11112222", 4),
    panels: { "one-to-one": { ...OPTIONS, threshold: 0.4, strategy: "one-to-one" } },
    quoted: "one-to-one",
  },
  decision: {
    title: "A decision after the matching",
    reference: tall("11111111..2222222", 4),
    prediction: tall("1111111...22222..", 4),
    panels: {
      "without decision": { ...OPTIONS, threshold: 0.5 },
      "dsc > 0.9": { ...OPTIONS, threshold: 0.5, decisionMetric: "dsc", decisionThreshold: 0.9 },
    },
    quoted: "dsc > 0.9",
  },
  taxonomy: {
    title: "Kinds of error",
    reference: tall("1111..222222.......3333..4444..5555556666..77......", 4),
    prediction: tall("111...22233444444..5555555555..6666777777.......88.", 4),
    panels: { "one-to-one": { ...OPTIONS, threshold: 0.5, strategy: "one-to-one" } },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;

/** A thing (1) with a part (2): the predicted part lies one voxel off. */
export const PARTS = {
  reference: ["1111111222", "1111111222", "1111111222", "1111111222"],
  prediction: ["1111112221", "1111112221", "1111112221", "1111112221"],
  groups: { thing: { thing: [1], parts: [2] } },
} as const;
