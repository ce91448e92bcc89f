import { OUTCOMES } from "../../src/reports/figures/palette.js";

/** The outcome whose colour each kind of voxel has, in the order in which the viewer numbers them from 1. */
export const AGREEMENT_OUTCOMES = {
  both: "matched",
  "reference only": "missed",
  "prediction only": "spurious",
} as const satisfies Readonly<Record<string, keyof typeof OUTCOMES>>;

/** Red, green, blue and opacity of every value of the map of agreement. */
export function agreementColours(): Uint8ClampedArray {
  const colours = Object.values(AGREEMENT_OUTCOMES).flatMap((outcome) => {
    const { dark } = OUTCOMES[outcome];
    return [...[1, 3, 5].map((at) => Number.parseInt(dark.slice(at, at + 2), 16)), 255];
  });
  return Uint8ClampedArray.of(0, 0, 0, 0, ...colours);
}
