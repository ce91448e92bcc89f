import { describe, expect, it } from "vitest";
import { addPredictions } from "../../../src/cli/cohort-flags.js";

const add = (...texts: string[]) =>
  texts.reduce<ReturnType<typeof addPredictions> | undefined>(
    (before, text) => addPredictions(text, before),
    undefined,
  );

describe("folders of predictions", () => {
  it("have no model where there is but one, unless it is named", () => {
    expect(add("out/theirs")).toEqual([{ model: null, folder: "out/theirs" }]);
    expect(add("ours=a")).toEqual([{ model: "ours", folder: "a" }]);
  });

  it("are called as they are, where there are several", () => {
    expect(add("out/theirs/", "ours=a", "./mine")).toEqual([
      { model: "theirs", folder: "out/theirs/" },
      { model: "ours", folder: "a" },
      { model: "mine", folder: "./mine" },
    ]);
  });

  it("are refused where two would have one name", () => {
    const message = "Two --predictions are called out. Give each a name of its own, as in --predictions ours=a";
    expect(() => add("a/out", "b/out")).toThrow(message);
    expect(() => add("out=a", "b/out")).toThrow(message);
  });
});
