import fc from "fast-check";
import { expect, it } from "vitest";
import type { Connectivity } from "../../../bindings/components/label-components.js";
import { growTree, treeCandidates } from "../../../bindings/maps/component-tree.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { thresholdRuns } from "../../../bindings/maps/threshold-runs.js";
import { paintLabels } from "../../../bindings/volumes/paint-labels.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { floodEveryThreshold, peelCandidates } from "../../oracle/maps/component-tree.js";
import { describeMapBuilds, mapInto, NUMBER_TYPES, type NumberType } from "../../support/maps/map-builds.js";
import { splitmix64 } from "../../support/random.js";
import { arbitraryVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

interface TreeCase {
  readonly reference: PlainVolume;
  readonly values: readonly number[];
  readonly connectivity: Connectivity;
  readonly threshold: number;
  readonly least: number;
  readonly type: NumberType;
}

/** Values of a few levels or of very many, some of them negative. */
const cases = fc
  .record({
    reference: arbitraryVolume(4),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    levels: fc.constantFrom(1, 2, 5, 40),
    follows: fc.constantFrom(0, 0.7, 1),
    connectivity: fc.constantFrom(6, 18, 26),
    threshold: fc.constantFrom(0.5, 0.75),
    least: fc.constantFrom(-1, 0, 1, 3),
    type: fc.constantFrom(...NUMBER_TYPES),
  })
  .map(({ seed, levels, follows, ...rest }): TreeCase => {
    const random = splitmix64(seed);
    const values = rest.reference.labels.map((label) =>
      random() < follows ? 2 * label : Math.floor(random() * levels) - (rest.type.startsWith("u") ? 0 : 1),
    );
    return { ...rest, connectivity: rest.connectivity as Connectivity, values };
  });

function grow(engine: MapEngine, { reference, values, connectivity, threshold, least, type }: TreeCase) {
  const map = mapInto(engine, values, reference.shape, "signed", type);
  const list = scanInto(engine, reference);
  const voxels = Array.from({ length: Math.max(0, ...reference.labels) }, (_, i) => {
    return reference.labels.filter((label) => label === i + 1).length;
  });
  const above = thresholdRuns(engine, map, null, least);
  const request = { connectivity, reference: { list, voxels }, threshold, curvePoints: 10_000, keepSteps: false };
  return { map, tree: growTree(engine, map, above, request) };
}

function compare(engine: MapEngine, drawn: TreeCase): void {
  const mark = engine.arena.mark();
  const { reference, values, connectivity, least } = drawn;
  const { tree } = grow(engine, drawn);
  const plain = floodEveryThreshold(values, reference.labels, reference.shape, drawn);
  expect(tree.curve.map(({ iouSum: _, ...counts }) => counts)).toEqual(plain.map(({ iouSum: _, ...counts }) => counts));
  tree.curve.forEach(({ iouSum }, i) => {
    expect(iouSum).toBeCloseTo(plain[i].iouSum, 12);
  });
  engine.arena.release(mark);
  for (const ratio of [Number.POSITIVE_INFINITY, 2.5, 1]) {
    if (least <= 0 && ratio !== Number.POSITIVE_INFINITY) continue;
    const again = grow(engine, drawn);
    const candidates = treeCandidates(engine, again.map, again.tree, { threshold: least, ratio });
    const box = { origin: [0, 0, 0], shape: reference.shape } as const;
    const painted = Array.from(paintLabels(engine, [candidates], box, 0xffff_ffff));
    const labels = [...new Set(painted)].filter((label) => label !== 0);
    const voxels = labels.map((label) => painted.flatMap((each, i) => (each === label ? [i] : [])));
    const expected = peelCandidates(values, reference.shape, { connectivity, least, ratio });
    expect(voxels.sort((a, b) => a[0] - b[0])).toEqual(expected);
    engine.arena.release(mark);
  }
}

describeMapBuilds("component tree", (engine) => {
  it("equals flood fill at every threshold, and peeled candidates, on random maps", () => {
    fc.assert(
      fc.property(cases, (drawn) => compare(engine(), drawn)),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it.each(Object.entries(worstVolumes()))("equals flood fill: %s", (_name, reference) => {
    const values = reference.labels.map((label, i) => label * ((i % 3) + 1));
    for (const connectivity of [6, 18, 26] as const) {
      compare(engine(), { reference, values, connectivity, threshold: 0.5, least: 1, type: "float64" });
    }
  });

  it("moves the overlaps of many instances between components that keep joining", () => {
    const random = splitmix64(7);
    const shape = [64, 8, 4] as const;
    const labels = Array.from({ length: 64 * 8 * 4 }, (_, i) => 1 + ((i * 2_654_435_761) % 201));
    const values = labels.map(() => 1 + Math.floor(random() * 30));
    compare(engine(), {
      reference: { shape, labels },
      values,
      ...{ connectivity: 6, threshold: 0.5, least: 1, type: "float32" },
    });
  });
});
