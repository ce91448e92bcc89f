import { expect, it } from "vitest";
import type { RankRequest } from "../../../bindings/maps/rank-request.js";
import { rankVoxels } from "../../../bindings/maps/rank-voxels.js";
import { listSegments } from "../../../bindings/maps/segments.js";
import { rankLevelsPlainly } from "../../oracle/maps/rank-levels.js";
import { describeMapBuilds, mapInto, type NumberType } from "../../support/maps/map-builds.js";
import { splitmix64 } from "../../support/random.js";
import { scanInto } from "../../support/volumes.js";

const shape = [64, 32, 20] as const;
const COUNT = 64 * 32 * 20;

/** Values by place; `random` is of the place. */
const DISTRIBUTIONS: Readonly<Record<string, (place: number, random: number) => number>> = {
  "over many powers of two": (_, random) => 2 ** (40 * random - 30),
  "of one bin, counted": (_, random) => 1 + Math.floor(60_000 * random) * 2 ** -23,
  "of a bin in the middle": (_, random) =>
    random > 0.75 ? 2 + 40 * random : random < 0.15 ? random / 4 : 1 + Math.floor(6e6 * random) * 2 ** -30,
  "of both signs": (_, random) => 200 * random - 60,
  constant: () => 3,
  "of five levels": (_, random) => Math.floor(5 * random),
  checkerboard: (place) => place % 2,
  "a ramp": (place) => 1 + place / 64,
  "a ramp through 0": (place) => place - COUNT / 3,
  "0 for the most part": (_, random) => (random < 0.9 ? 0 : random),
};

describeMapBuilds("the order of voxels", (engine) => {
  it.each(Object.entries(DISTRIBUTIONS))("equals a plain sort: %s", (_name, draw) => {
    const random = splitmix64(11);
    const inside = Array.from({ length: COUNT }, () => random() < 0.05);
    const drawn = inside.map((label, place) => draw(place, Math.min(1, random() + (label ? 0.2 : 0))));
    for (const type of ["float32", "float64", "int32", "int16"] satisfies NumberType[]) {
      const mark = engine().arena.mark();
      const map = mapInto(engine(), drawn, shape, "signed", type);
      const values = [...(type === "float64" ? drawn : stored(drawn, type))];
      const labels = inside.map(Number);
      const segments = listSegments(engine(), scanInto(engine(), { shape, labels }), null, 2);
      const k = inside.filter(Boolean).length;
      const asked: RankRequest = {
        ...{ inside: k, voxels: COUNT, least: values.reduce((a, b) => Math.min(a, b)) },
        ...{ thresholds: [0.5, 0.25, 0], specificity: 0.9 },
        ...{ ranks: [1, k, COUNT / 10, COUNT], curvePoints: 12, sums: "areas" },
      };
      const plain = rankLevelsPlainly(values, inside, asked);
      const { averagePrecision, diceArea, iouArea, specific, positive, ...exact } = plain;
      const found = rankVoxels(engine(), map, segments, asked);
      expect(found).toMatchObject(exact);
      expect(found.positive).toEqual({ inside: positive?.inside ?? 0, voxels: positive?.voxels ?? 0 });
      expect(found.specific).toEqual(specific && { ...specific, value: Number.NaN });
      expect(found.averagePrecision).toBeCloseTo(averagePrecision, 12);
      expect(found.diceArea / plain.top.value).toBeCloseTo(diceArea / plain.top.value, 11);
      expect(found.iouArea / plain.top.value).toBeCloseTo(iouArea / plain.top.value, 11);

      const { levels: _levels, diceArea: _dice, iouArea: _iou, ...same } = found;
      const order = { ...same, averagePrecision: expect.closeTo(averagePrecision, 12) };
      expect(rankVoxels(engine(), map, segments, { ...asked, sums: "order" })).toMatchObject(order);
      // Without a curve fewer bins are looked into.
      const few = rankVoxels(engine(), map, segments, { ...asked, sums: "order", curvePoints: 0 });
      expect(few).toMatchObject({ ...order, curve: [] });
      const { pairs: _pairs, averagePrecision: _precision, best: _best, ...selected } = same;
      expect(rankVoxels(engine(), map, segments, { ...asked, sums: "ranks" })).toMatchObject(selected);
      engine().arena.release(mark);
    }
  });
});

/** As the type holds them. */
function stored(values: readonly number[], type: "float32" | "int32" | "int16"): ArrayLike<number> & Iterable<number> {
  return { float32: Float32Array, int32: Int32Array, int16: Int16Array }[type].from(values);
}
