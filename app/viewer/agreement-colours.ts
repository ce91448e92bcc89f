import { OUTCOMES } from "../../src/reports/figures/palette.js";
import { AGREEMENTS } from "../engine/agreement.js";

/** The outcome whose colour each kind of voxel has. */
export const AGREEMENT_OUTCOMES = {
  both: "matched",
  "reference only": "missed",
  "prediction only": "spurious",
} as const satisfies Record<(typeof AGREEMENTS)[number], keyof typeof OUTCOMES>;

/** Red, green, blue and opacity of every value of the map of agreement. */
export function agreementColours(): Uint8ClampedArray {
  const colours = AGREEMENTS.flatMap((name) => {
    const { dark } = OUTCOMES[AGREEMENT_OUTCOMES[name]];
    return [...[1, 3, 5].map((at) => Number.parseInt(dark.slice(at, at + 2), 16)), 255];
  });
  return Uint8ClampedArray.of(0, 0, 0, 0, ...colours);
}
