import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { GroupsOption } from "../../../src/options/groups.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { pairIndex, totalVoxels, voxelVolume } from "../../../src/overlap/overlap-table.js";
import { countOverlap } from "../../oracle/count-overlap.js";
import { labelComponents } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { measureLabels } from "../../oracle/measure-labels.js";
import { tableOf } from "../../support/tables.js";
import { arbitraryPair, SEEDED } from "../../support/volumes.js";

describe("pairIndex", () => {
  it("finds each pair that shares voxels, and no other", () => {
    // Reference 1 has no pair; reference 2 has the first, one between and the last prediction.
    const table = tableOf(
      [9, 9, 9],
      [9, 9, 9, 9, 9],
      [
        [0, 1, 1],
        [0, 3, 2],
        [2, 0, 3],
        [2, 2, 4],
        [2, 4, 5],
      ],
    );
    const found = [0, 1, 2].map((g) => [0, 1, 2, 3, 4].map((p) => pairIndex(table, g, p)));
    expect(found).toEqual([
      [-1, 0, -1, 1, -1],
      [-1, -1, -1, -1, -1],
      [2, -1, 3, -1, 4],
    ]);
  });
});

it("volumes are of voxels in 3D, of areas in 2D", () => {
  const table = { ...tableOf([2, 3], [], []), spacing: [0.5, 2, 4] as const };
  expect(totalVoxels(table.reference)).toBe(5);
  expect(voxelVolume(table)).toBe(4);
  expect(voxelVolume({ ...table, dimensions: 2 })).toBe(1);
});

/** Which labels of the volume belong to a group, and whether they are one. */
interface Members {
  readonly labels: readonly number[];
  readonly merge: boolean;
}

/** GroupInstances of a group, voxel by voxel, numbered as the result numbers them. */
function instancesOf(volume: PlainVolume, { labels, merge }: Members, isSemantic: boolean): PlainVolume {
  const own = volume.labels.map((label) => (labels.includes(label) ? (merge ? 1 : label) : 0));
  return { ...volume, labels: isSemantic ? labelComponents({ ...volume, labels: own }, 26) : own };
}

const GROUPS: Readonly<Record<string, Members>> = {
  low: { labels: [1, 2], merge: false },
  // Shares label 2 with the first and is merged, so that it needs a pass of the runs for itself.
  shared: { labels: [2, 3], merge: true },
  high: { labels: [4, 5, 6], merge: false },
};

/** Every overlapping pair is a match, so that the whole table is listed. */
const EVERY_PAIR: EvaluateOptions = {
  strategy: "many-to-many",
  threshold: 0,
  connectivity: 26,
  metrics: [],
  globalMetrics: ["dsc", "iou"],
  taxonomy: false,
  groups: GROUPS as GroupsOption,
};

const volumeOf = ({ shape, labels }: PlainVolume) => ({ shape, data: Uint8Array.from(labels) });

describe("the table of each group", () => {
  it.each(["unmatched", "semantic"] as const)("equals counting voxel by voxel: %s", async (input) => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(7), fc.constantFrom(0, 2, 5), async (pair, minVoxels) => {
        const [reference, prediction] = pair;
        const inputs = { reference: volumeOf(reference), prediction: volumeOf(prediction) };
        const { groups } = await evaluate(inputs, { ...EVERY_PAIR, input, minVoxels });
        for (const [name, members] of Object.entries(GROUPS)) {
          const found = groups[name];
          const sides = pair.map((volume) => instancesOf(volume, members, input === "semantic"));
          const measures = sides.map(measureLabels);
          const kept = measures.map(
            (own) => new Map([...own].filter(([, { voxels }]) => voxels >= minVoxels).sort(([a], [b]) => a - b)),
          );
          const rows = (own: ReadonlyMap<number, (typeof kept)[0] extends Map<number, infer M> ? M : never>) =>
            [...own].map(([label, { voxels, sum, first, last, firstVoxel }]) => ({
              label,
              voxels,
              centre: sum.map((each) => each / voxels),
              box: first.map((from, axis) => [from, last[axis]]),
              first_voxel: firstVoxel,
            }));
          const listed = (
            all: readonly { label: number; centre: readonly number[]; box: unknown; first_voxel: number }[],
            voxelsOf: (i: number) => number,
          ) =>
            all.map(({ label, centre, box, first_voxel }, i) => ({
              label,
              voxels: voxelsOf(i),
              centre,
              box,
              first_voxel,
            }));
          expect(
            listed(found.reference_instances, (i) => found.reference_instances[i].instance_voxel_count_ref),
          ).toEqual(rows(kept[0]));
          expect(
            listed(found.predicted_instances, (i) => found.predicted_instances[i].instance_voxel_count_pred),
          ).toEqual(rows(kept[1]));
          const overlaps = [...countOverlap(sides[0], sides[1])].flatMap(([key, n]) => {
            const [g, p] = key.split(" ").map(Number);
            return kept[0].has(g) && kept[1].has(p) ? [[g, p, n]] : [];
          });
          overlaps.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          expect(found.matches.map(({ reference: g, prediction: p, overlap }) => [g, p, overlap])).toEqual(overlaps);
          for (const [side, dropped] of [found.dropped?.reference, found.dropped?.prediction].entries()) {
            const small = [...measures[side]].filter(([, { voxels }]) => voxels < minVoxels);
            expect(dropped?.map(({ label, voxels }) => [label, voxels]) ?? []).toEqual(
              small.map(([label, { voxels }]) => [label, voxels]).sort(([a], [b]) => a - b),
            );
          }
        }
      }),
      { ...SEEDED, numRuns: 80 },
    );
  });
});
