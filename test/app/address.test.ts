import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeOptions, encodeOptions } from "../../app/state/address.js";
import { type EvaluateOptions, parseConfig, printConfig } from "../../src/index.js";
import { OPTIONS, type OptionRow } from "../../src/options/registry.js";
import { resolveOptions } from "../../src/options/resolve.js";

/** Values that an option of each kind may have. */
function anyValue({ key, kind }: OptionRow): fc.Arbitrary<unknown> {
  switch (kind.type) {
    case "choice":
      return fc.constantFrom(...kind.choices);
    case "number":
      return kind.integer
        ? fc.integer({ min: kind.minimum, max: Math.min(kind.maximum, 1e6) })
        : fc.double({ min: kind.minimum, max: Math.min(kind.maximum, 1e6), noNaN: true });
    case "word-or-number":
      return fc.oneof(fc.constant(kind.word), fc.double({ min: 0.001, max: kind.maximum, noNaN: true }));
    case "numbers":
      return fc
        .uniqueArray(fc.integer({ min: kind.minimum, max: 1e6 }), { minLength: 1, maxLength: 4 })
        .map((list) => list.sort((a, b) => a - b));
    case "flag":
      return fc.boolean();
    case "list":
      return fc.subarray([...kind.choices]);
    case "structure":
      return key === "groups"
        ? fc.oneof(
            fc.constant("each"),
            fc.constant({ "a & b=#%": [1, 2], läsion: { labels: [3], single: true, merge: false } }),
            fc.constant({ body: { thing: 4, parts: [5] } }),
          )
        : key === "notes"
          ? fc.array(fc.string({ minLength: 1 }), { maxLength: 3 })
          : fc.constant({ dsc: { bothEmpty: 1, noMatch: "NaN" } });
  }
}

describe("the address", () => {
  it("takes other names of choices, in any case, for what they mean", () => {
    // The matching score is called dice, the metric dsc; each is known by the other's name.
    expect(decodeOptions("#matchingMetric=dsc&metrics=Dice,ASD&strategy=Hungarian")).toEqual({
      options: {
        matchingMetric: "dice",
        metrics: ["dsc", "assd"],
        strategy: "one-to-one",
        notes: [
          "matchingMetric dsc means dice.",
          "metrics Dice means dsc.",
          "metrics ASD means assd.",
          "strategy Hungarian means one-to-one.",
        ],
      },
      problems: [],
    });
  });

  it("carries every option of the registry there and back", () => {
    const anyOptions = fc.record(Object.fromEntries(OPTIONS.map((row) => [row.key, anyValue(row)])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(anyOptions, (options) => {
        const hash = encodeOptions(options as EvaluateOptions);
        // It survives being an address.
        const { options: found, problems } = decodeOptions(new URL(`https://example.org/#${hash}`).hash);
        expect(problems).toEqual([]);
        expect(found).toEqual(options);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("is empty where nothing was chosen, and readable where something was", () => {
    expect(encodeOptions({})).toBe("");
    expect(encodeOptions({ threshold: 0.25, strategy: "union", metrics: ["iou", "hd95"] })).toBe(
      "strategy=union&threshold=0.25&metrics=iou,hd95",
    );
    expect(encodeOptions({ metrics: [] })).toBe("metrics=");
  });

  it("leaves out what it cannot understand, and says so", () => {
    const { options, problems } = decodeOptions(
      "#threshold=0.3&treshold=0.4&strategy=best&groups=%7B&input=matched&minVoxels=",
    );
    expect(options).toEqual({ threshold: 0.3, input: "matched" });
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(/names the option treshold/);
    expect(problems[1]).toMatch(/strategy is "best"/);
    expect(problems[2]).toMatch(/no value of groups/);
    expect(problems[3]).toMatch(/minVoxels/);
  });

  it("survives a damaged escape", () => {
    expect(decodeOptions("#notes=%E0%A4%A").problems).toHaveLength(1);
  });

  it("agrees with the configuration file", async () => {
    const options = {
      strategy: "union",
      threshold: 0.3,
      groups: { lesion: [1, 2] },
      metrics: ["iou", "assd"],
    } as const;
    const text = await printConfig(resolveOptions(options));
    const loaded = await parseConfig(text, { name: "voxmatch.yaml" });
    expect(resolveOptions(decodeOptions(encodeOptions(loaded)).options)).toEqual(resolveOptions(options));
  });
});
