import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { flagOf, optionFlags, optionsAmong } from "../../../src/cli/option-flags.js";
import { OPTIONS, type OptionRow } from "../../../src/options/registry.js";

function parse(...words: string[]) {
  const command = new Command().exitOverride();
  for (const option of optionFlags()) command.addOption(option);
  return optionsAmong(command.parse(words, { from: "user" }).opts());
}

/** Values that a user may type for an option, with those that the library gets. */
function examplesOf({ kind }: OptionRow): [string, unknown][] {
  switch (kind.type) {
    case "choice":
      return kind.choices.map((choice) => [String(choice), choice]);
    case "number":
      return [[String(kind.minimum), kind.minimum]];
    case "word-or-number":
      return [
        [kind.word, kind.word],
        ["0.25", 0.25],
      ];
    case "numbers":
      return [["1, 2.5,1e3", [1, 2.5, 1000]]];
    case "list":
      return [
        [kind.choices.join(","), kind.choices],
        [` ${kind.choices[0]} , `, [kind.choices[0]]],
        ["", []],
      ];
    case "structure":
      return [["a file.yaml", "a file.yaml"], ...(kind.words ?? []).map((word): [string, string] => [word, word])];
    case "flag":
      return [];
  }
}

describe("flags of options", () => {
  it.each(OPTIONS.filter(({ kind }) => kind.type !== "flag").map((row) => [flagOf(row.key), row] as const))(
    "%s gives the library what was typed",
    (flag, row) => {
      for (const [text, value] of examplesOf(row)) expect(parse(flag, text)).toEqual({ [row.key]: value });
    },
  );

  it.each(OPTIONS.filter(({ kind }) => kind.type === "flag").map((row) => [row.key, row] as const))(
    "%s switches from its default",
    (key, row) => {
      const flag = row.default === true ? flagOf(key).replace("--", "--no-") : flagOf(key);
      expect(parse(flag)).toEqual({ [key]: row.default !== true });
      const contrary = row.default === true ? flagOf(key) : flagOf(key).replace("--", "--no-");
      expect(parse(contrary)).toEqual({ [key]: row.default === true });
    },
  );

  it("give nothing that was not typed", () => {
    expect(parse()).toEqual({});
  });

  it("leave text that is no number for the library to refuse", () => {
    expect(parse("--threshold", "half", "--connectivity", "many")).toEqual({ threshold: "half", connectivity: "many" });
    expect(parse("--threshold", " ")).toEqual({ threshold: " " });
  });

  it("are named like the options", () => {
    expect(["input", "matchingMetric", "allowManyToOne"].map(flagOf)).toEqual([
      "--input",
      "--matching-metric",
      "--allow-many-to-one",
    ]);
  });
});
