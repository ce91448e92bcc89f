import { describe, expect, it } from "vitest";
import { chosenOptions } from "../../../src/cli/chosen-options.js";
import { parseConfig } from "../../../src/options/config/parse-config.js";
import { knownName, withKnownNames } from "../../../src/options/other-names.js";
import { OPTIONS } from "../../../src/options/registry.js";

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

it("refuses names that mean the same twice", async () => {
  await expect(chosenOptions({ metrics: ["dsc", "Dice"] }, undefined)).rejects.toThrow(/metrics/);
});
