import { describe, expect, it } from "vitest";
import { chosenOptions } from "../../../src/cli/chosen-options.js";
import { parseConfig } from "../../../src/options/config/parse-config.js";
import { knownName, withKnownNames } from "../../../src/options/other-names.js";
import { type EvaluateOptions, OPTIONS } from "../../../src/options/registry.js";
import { resolveOptions } from "../../../src/options/resolve.js";

function choicesOf(key: string): readonly (string | number)[] {
  const kind = OPTIONS.find((row) => row.key === key)?.kind;
  if (kind?.type !== "choice" && kind?.type !== "list") throw new Error(`${key} has no choices.`);
  return kind.choices;
}

describe("the name that is meant", () => {
  it.each([
    ["metrics", "DSC", "dsc"],
    ["metrics", "dice", "dsc"],
    ["matchingMetric", "DSC", "dice"],
    ["matchingMetric", "Jaccard", "iou"],
    ["metrics", "ASD", "assd"],
    ["metrics", "hausdorff95", "hd95"],
    ["metrics", "HD95", "hd95"],
    ["metrics", "BoundaryIoU", "boundaryIou"],
    ["strategy", "NaiveThresholdMatching", "greedy"],
    ["strategy", "hungarian", "one-to-one"],
    ["strategy", "One_To_One", "one-to-one"],
    ["strategy", "MaximizeMergeMatching", "merge"],
    ["preset", "BraTS-2023", "brats"],
    ["preset", "brats2020", "brats-pre-2023"],
    ["preset", "Cell_Tracking", "cell-tracking"],
    ["scores", "AJI+", "aji_plus"],
    ["scores", "MCC", "mcc"],
    ["scores", "F1", "f_1"],
    ["scores", "AP50", "ap_0.5"],
    ["scores", "ARAND", "adapted_rand"],
    ["scores", "vi_split", "voi_split"],
  ])("of %s %s is %s", (key, name, meant) => expect(knownName(name, choicesOf(key))).toBe(meant));

  it("is the name itself where it is known, or nothing is meant by it", () => {
    for (const { kind } of OPTIONS) {
      if (kind.type !== "choice" && kind.type !== "list") continue;
      for (const choice of kind.choices)
        if (typeof choice === "string") expect(knownName(choice, kind.choices)).toBe(choice);
    }
    expect(knownName("dcs", choicesOf("metrics"))).toBe("dcs");
  });
});

it("says once what each other name means", () => {
  expect(withKnownNames({ strategy: "hungarian", metrics: ["DSC", "iou"] } as object)).toEqual({
    options: { strategy: "one-to-one", metrics: ["dsc", "iou"] },
    notes: ["strategy hungarian means one-to-one.", "metrics DSC means dsc."],
  });
});

it("holds on the command line and in configurations, with the notes", async () => {
  const expected = { strategy: "greedy", notes: ["strategy NaiveThresholdMatching means greedy."] };
  expect(await chosenOptions({ strategy: "NaiveThresholdMatching" }, undefined)).toEqual(expected);
  expect(await parseConfig("strategy: NaiveThresholdMatching", { name: "a.yaml" })).toEqual(expected);
});

it("is in the refusal of the API, which takes the package's own names alone", () => {
  const refused = (options: object) => () => resolveOptions(options as EvaluateOptions);
  expect(refused({ strategy: "hungarian" })).toThrow(/Did you mean "one-to-one"\?/);
  expect(refused({ metrics: ["hausdorff95"] })).toThrow(/Did you mean "hd95"\?/);
  expect(refused({ scores: ["AJI+"] })).toThrow(/Did you mean "aji_plus"\?/);
});

it("refuses names that mean the same twice", async () => {
  await expect(chosenOptions({ metrics: ["dsc", "Dice"] }, undefined)).rejects.toThrow(/metrics/);
});
