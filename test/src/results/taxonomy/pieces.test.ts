import { describe, expect, it } from "vitest";
import { joinFragments, type Piece } from "../../../../src/results/taxonomy/pieces.js";
import type { Taxonomy } from "../../../../src/results/taxonomy/taxonomy.js";
import { evaluateLabels } from "../../../support/evaluate-labels.js";
import { tableOf } from "../../../support/tables.js";

/** Fragments of one reference, each as its voxels inside and outside of it. */
function join(size: number, fragments: readonly (readonly [inside: number, outside: number])[]) {
  const pieces = fragments.map(([overlap, outside], i): Piece => {
    return { prediction: i, pair: i, voxels: overlap + outside, overlap };
  });
  const table = tableOf(
    [size],
    pieces.map(({ voxels }) => voxels),
    pieces.map(({ overlap }, p) => [0, p, overlap]),
  );
  const { members, pairs, voxels, overlap } = joinFragments(table, 0, pieces);
  expect(pairs).toEqual(members);
  return { members, iou: overlap / (size + voxels - overlap) };
}

/** The kinds of the predictions of one reference of `size` voxels, drawn as runs of voxels inside, then outside of it. */
async function kindsOf(size: number, fragments: readonly (readonly [inside: number, outside: number])[]) {
  const inside = fragments.flatMap(([count], i) => Array<number>(count).fill(i + 1));
  const outside = fragments.flatMap(([, count], i) => Array<number>(count).fill(i + 1));
  const prediction = [...inside, ...Array<number>(size - inside.length).fill(0), ...outside];
  const reference = prediction.map((_, voxel) => Number(voxel < size));
  const shape = [prediction.length, 1];
  const { taxonomy } = await evaluateLabels(
    { shape, spacing: [1, 1], reference, prediction },
    { input: "unmatched", metrics: ["iou"], threshold: 0.5 },
  );
  return taxonomy as Taxonomy;
}

describe("fragments that complement each other", () => {
  it("are joined in falling order of overlap, which decides where a later one would raise the IoU less", async () => {
    // |g| 20. IoU 9/20, 6/32, 5/20. The first leads. By falling overlap: (9 + 6) / 32 > 9/20, then (15 + 5) / 32.
    // In rising order 14/20 would come first, and 20/32 would be less.
    const fragments = [
      [9, 0],
      [6, 12],
      [5, 0],
    ] as const;
    expect(join(20, fragments)).toEqual({ members: [0, 1, 2], iou: 20 / 32 });
    const { predictions, pq_cost } = await kindsOf(20, fragments);
    expect(predictions).toMatchObject({ fragment: { n: 3 }, duplicate: { n: 0 } });
    // Nothing matches at 0.5, and all of it joined has IoU 20/32.
    expect(pq_cost.fragment).toBeCloseTo(20 / 32, 15);
  });

  it("go on after one that lowers the IoU", () => {
    // 9/20; with 6 of 20: 15/34 is less; with 5 of 5: 14/20.
    expect(
      join(20, [
        [9, 0],
        [6, 14],
        [5, 0],
      ]),
    ).toEqual({ members: [0, 2], iou: 14 / 20 });
  });

  it("do not include one that leaves the IoU as it is", async () => {
    // |g| 10: 5/10, and with 2 inside and 4 outside 7/14.
    const fragments = [
      [5, 0],
      [2, 4],
    ] as const;
    expect(join(10, fragments)).toEqual({ members: [0], iou: 5 / 10 });
    const { predictions, pq_cost } = await kindsOf(10, fragments);
    expect(predictions).toMatchObject({
      fragment: { n: 1, labels: [1] },
      duplicate: { n: 1, labels: [2] },
    });
    // Nothing is above 0.5 after any merge or removal.
    expect(pq_cost).toMatchObject({ split: 0, fragment: 0, duplicate: 0 });
    // One voxel less outside: 7/13 > 5/10.
    expect(
      join(10, [
        [5, 0],
        [2, 3],
      ]),
    ).toEqual({ members: [0, 1], iou: 7 / 13 });
  });

  it("begin with the best IoU, not with the largest overlap", () => {
    // IoU 6/30 and 5/20. With 6 of 16 the second becomes (5 + 6) / 30.
    expect(
      join(20, [
        [6, 10],
        [5, 0],
      ]),
    ).toEqual({ members: [1, 0], iou: 11 / 30 });
    // IoU 6/62 and 5/20: joined, 11/62 is less than 5/20.
    expect(
      join(20, [
        [6, 42],
        [5, 0],
      ]),
    ).toEqual({ members: [1], iou: 5 / 20 });
  });

  it("of equal ones take the smaller prediction first", () => {
    // All three have 3 of 6: IoU 3/13. Two joined: 6/16, and three: 9/19.
    const equal = [
      [3, 3],
      [3, 3],
      [3, 3],
    ] as const;
    expect(join(10, equal).members).toEqual([0, 1, 2]);
    // Equal overlaps, of which the first takes the room: 4/10, then (4 + 2) / 14 = 3/7, then (6 + 2) / 18 = 4/9.
    expect(
      join(10, [
        [4, 0],
        [2, 4],
        [2, 4],
      ]),
    ).toEqual({ members: [0, 1, 2], iou: 8 / 18 });
  });

  it("are one where there is only one", () => {
    expect(join(10, [[3, 7]])).toEqual({ members: [0], iou: 3 / 17 });
  });
});
