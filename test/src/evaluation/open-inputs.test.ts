import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { openCase } from "../../../src/evaluation/open-case.js";
import { drawCase } from "../../support/draw-volume.js";

describe("inputs", () => {
  it.each([
    ["evaluate", evaluate],
    ["openCase", openCase],
  ])("of %s are the reference and the prediction: options among them are refused, not ignored", async (_, take) => {
    const inputs = { ...drawCase(["1"], ["1"]), threshold: 0.25 };
    await expect(take(inputs)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: 'Unknown input (options are the second argument) "threshold". Known: reference, prediction.',
      details: { name: "threshold", known: ["reference", "prediction"] },
    });
  });
});
