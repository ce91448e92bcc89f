import { describe, expect, it } from "vitest";
import { KINDS, type Kind, STATUSES, type Status } from "../../app/engine/outcome.js";
import type { SideColumns } from "../../app/engine/protocol.js";
import { labelColours } from "../../app/viewer/label-colours.js";
import { OUTCOMES as SHADES } from "../../src/reports/figures/palette.js";

const column = (labels: number[], outcomes: (readonly [Status, Kind])[], partners: number[][]): SideColumns => ({
  labels: Uint32Array.from(labels),
  classes: new Uint32Array(labels.length),
  voxels: new Float64Array(labels.length),
  volumes: new Float64Array(labels.length),
  statuses: Uint8Array.from(outcomes, ([status]) => STATUSES.indexOf(status)),
  kinds: Uint8Array.from(outcomes, ([, kind]) => KINDS.indexOf(kind)),
  centres: new Float64Array(3 * labels.length),
  boxes: new Float64Array(6 * labels.length),
  partnerOffsets: Uint32Array.from([0, ...partners.map((_, i) => partners.slice(0, i + 1).flat().length)]),
  partners: Uint32Array.from(partners.flat()),
  metrics: {},
});

const answer = {
  group: "lesion",
  reference: column(
    [10, 20],
    [
      ["matched", "none"],
      ["missed", "inaccurate"],
    ],
    [[5], []],
  ),
  prediction: column(
    [5, 6],
    [
      ["matched", "none"],
      ["spurious", "absent"],
    ],
    [[10], []],
  ),
};
const lesions = (...labels: number[]) => labels.map((label) => ({ group: "lesion", label }));
const hex = (colours: Uint8ClampedArray, code: number) =>
  `#${[...colours.subarray(4 * code, 4 * code + 3)].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
const options = { side: "reference", colouring: "status" } as const;

describe("the colours of labels", () => {
  it("are those of the status, in any order of values", () => {
    const colours = labelColours(lesions(20, 10), answer, options);
    expect([...colours.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect([hex(colours, 1), hex(colours, 2)]).toEqual([SHADES.missed.dark, SHADES.matched.dark]);
    expect(colours[7]).toBe(255);
  });

  it("are those of the kinds of error, and grey while these are not known", () => {
    const by = { ...options, colouring: "kind" } as const;
    const references = labelColours(lesions(10, 20), answer, by);
    expect([hex(references, 1), hex(references, 2)]).toEqual([SHADES.matched.dark, SHADES.inaccurate.dark]);
    const predictions = labelColours(lesions(5, 6), answer, { ...by, side: "prediction" });
    expect([hex(predictions, 1), hex(predictions, 2)]).toEqual([SHADES.matched.dark, SHADES.spurious.dark]);
    const unknown = { ...answer, reference: { ...answer.reference, kinds: Uint8Array.of(255, 255) } };
    expect(hex(labelColours(lesions(10), unknown, by), 1)).toBe("#707070");
  });

  it("are grey for what the numbers do not count: another group, and what is left out of this one", () => {
    const colours = labelColours([{ group: "node", label: 10 }, ...lesions(99)], answer, options);
    expect([hex(colours, 1), hex(colours, 2)]).toEqual(["#707070", "#707070"]);
  });

  it("give a prediction its reference's colour by instance, and a different colour to one without", () => {
    const by = { ...options, colouring: "instance" } as const;
    const references = labelColours(lesions(10, 20), answer, by);
    const predictions = labelColours(lesions(5, 6), answer, { ...by, side: "prediction" });
    expect(hex(predictions, 1)).toBe(hex(references, 1));
    const all = [hex(references, 1), hex(references, 2), hex(predictions, 2)];
    expect(new Set(all).size).toBe(3);
  });

  it("all differ for two hundred instances", () => {
    const many = Array.from({ length: 200 }, (_, i) => i + 1);
    const reference = column(
      many,
      many.map(() => ["missed", "absent"] as const),
      many.map(() => []),
    );
    const colours = labelColours(lesions(...many), { ...answer, reference }, { ...options, colouring: "instance" });
    expect(new Set(many.map((code) => hex(colours, code))).size).toBe(200);
  });
});
