import { describe, expect, it } from "vitest";
import type { MapGroupRecord } from "../../../../src/cohort/maps/map-record.js";
import {
  MAP_CURVES,
  type MapCurve,
  meanMapCurve,
  pooledReliability,
} from "../../../../src/reports/cohort/map-curves.js";

/** Values 4, 3, 2, 1 of a voxel each, the first and the third of the reference. */
const GROUP: MapGroupRecord = {
  scores: { n_voxels: 4, n_reference_voxels: 2, prevalence: 0.5 },
  curve: [
    [4, 1, 1],
    [3, 2, 1],
    [2, 3, 2],
    [1, 4, 2],
  ],
};

function curveOf(key: MapCurve["key"], groups: readonly MapGroupRecord[]) {
  const curve = MAP_CURVES.find((each) => each.key === key);
  const mean = curve === undefined ? null : meanMapCurve(curve, groups);
  return (x: number) => mean?.points.find((point) => point.x === x)?.y;
}

/** The mean over places is the area, as far as steps lie between them. */
function areaOf(key: MapCurve["key"], groups: readonly MapGroupRecord[]): number {
  const curve = MAP_CURVES.find((each) => each.key === key) as MapCurve;
  const points = meanMapCurve(curve, groups)?.points ?? [];
  return points.slice(1).reduce((sum, { y }) => sum + y, 0) / (points.length - 1);
}

describe("curves of maps over cases", () => {
  it("has precision over recall as average precision adds it up", () => {
    const at = curveOf("pr", [GROUP]);
    // Up to recall 1/2 the precision is 1/1, from there on 2/3.
    expect([at(0.25), at(0.5), at(0.75), at(1)]).toEqual([1, 1, 2 / 3, 2 / 3]);
    // AP is 1/2 · 1 + 1/2 · 2/3.
    expect(areaOf("pr", [GROUP])).toBeCloseTo(5 / 6, 12);
  });

  it("has the ROC, whose sensitivity jumps where the false-positive rate stays", () => {
    const at = curveOf("roc", [GROUP]);
    // (0, ½), (½, ½), (½, 1), (1, 1): at ½ the last one counts.
    expect([at(0), at(0.25), at(0.5), at(1)]).toEqual([0.5, 0.5, 1, 1]);
  });

  it("joins points of the ROC by lines where voxels tie", () => {
    const tied: MapGroupRecord = { ...GROUP, curve: [[1, 4, 2]] };
    expect(curveOf("roc", [tied])(0.25)).toBe(0.25);
  });

  it("has Dice over the share of the largest value; between two values the set is that of the upper one", () => {
    const at = curveOf("dice", [GROUP]);
    // {m ≥ 4}: 2·1/(1+2); {m ≥ 3}: 2/4; {m ≥ 2}: 4/5; {m ≥ 1}: 4/6.
    expect([at(1), at(0.8), at(0.75), at(0.5), at(0.25), at(0)]).toEqual([2 / 3, 2 / 3, 0.5, 0.8, 4 / 6, 4 / 6]);
  });

  it("has probabilities over the threshold itself, and 0 above the largest", () => {
    const probable: MapGroupRecord = { ...GROUP, curve: [[0.5, 2, 2]], pq_curve: [[0.5, 1]], reliability: [] };
    expect([0.5, 0.505].map(curveOf("dice", [probable]))).toEqual([1, 0]);
    expect([0.5, 0.505].map(curveOf("pq", [probable]))).toEqual([1, 0]);
  });

  it("takes the mean of cases, and leaves out those without a reference or a curve", () => {
    const perfect: MapGroupRecord = {
      ...GROUP,
      curve: [
        [1, 2, 2],
        [0, 4, 2],
      ],
    };
    const empty: MapGroupRecord = { scores: { n_voxels: 4, n_reference_voxels: 0 }, curve: [[1, 4, 0]] };
    expect(curveOf("pr", [GROUP, perfect, empty, { scores: {} }])(1)).toBeCloseTo((2 / 3 + 1) / 2, 12);
    expect(curveOf("pr", [empty])(1)).toBeUndefined();
    expect(curveOf("pq", [GROUP])(1)).toBeUndefined();
  });

  it("pools bins of probabilities by their voxels", () => {
    const bins = [
      [
        [1, 0.1, 0],
        [0, Number.NaN, Number.NaN],
      ],
      [
        [3, 0.3, 1],
        [0, Number.NaN, Number.NaN],
      ],
    ] as const;
    // (0.1 + 3 · 0.3) / 4, and (0 + 3 · 1) / 4.
    const [first, second] = pooledReliability(bins.map((reliability) => ({ scores: {}, reliability })));
    expect(first).toEqual([4, expect.closeTo(0.25, 12), 0.75]);
    expect(second[0]).toBe(0);
  });
});
