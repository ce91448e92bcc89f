import fc from "fast-check";
import { expect, it } from "vitest";
import { calibrate } from "../../../bindings/maps/calibrate.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { measureSegments } from "../../../bindings/maps/measure-segments.js";
import { pointAt } from "../../../bindings/maps/point-at.js";
import { rankVoxels } from "../../../bindings/maps/rank-voxels.js";
import { listSegments } from "../../../bindings/maps/segments.js";
import { compareShares } from "../../../bindings/maps/share-segments.js";
import { thresholdRuns } from "../../../bindings/maps/threshold-runs.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { measurePlainly, nearestPlainly, sharePlainly, thresholdPlainly } from "../../oracle/maps/plain-map.js";
import { rankPlainly } from "../../oracle/maps/rank-scores.js";
import { describeMapBuilds, mapInto, NUMBER_TYPES, type NumberType } from "../../support/maps/map-builds.js";
import { splitmix64 } from "../../support/random.js";
import { arbitraryVolume, listedRuns, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

interface MapCase {
  readonly reference: PlainVolume;
  readonly type: NumberType;
  readonly values: readonly number[];
}

/** Values of the whole range of small types; floats have NaN and infinite ones, too. */
function drawValues(reference: PlainVolume, type: NumberType, seed: number, odd: boolean): number[] {
  const random = splitmix64(seed);
  return reference.labels.map(() => {
    const share = random();
    if (odd && type.startsWith("float") && share < 0.05)
      return [Number.NaN, Infinity, -Infinity][Math.floor(60 * share)];
    const whole = Math.floor(100 * random());
    return type.startsWith("u") ? whole : type.startsWith("float") ? whole / 8 - 3 : whole - 50;
  });
}

/** The largest probability: some reach into all bins, some into one or a few, some are cut. */
const HEIGHTS = [1, 0.3, 0.06, 1e-6, 0, 1 - 2 ** -24] as const;

const cases = fc
  .record({
    reference: arbitraryVolume(3),
    type: fc.constantFrom(...NUMBER_TYPES),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  })
  .map(({ seed, ...rest }) => ({ ...rest, seed, values: drawValues(rest.reference, rest.type, seed, false) }));

function within<T>(engine: MapEngine, work: () => T): T {
  const mark = engine.arena.mark();
  try {
    return work();
  } finally {
    engine.arena.release(mark);
  }
}

function measured(engine: MapEngine, { reference, type, values }: MapCase) {
  const map = mapInto(engine, values, reference.shape, "signed", type);
  const codes = 1 + Math.max(0, ...reference.labels);
  return { map, segments: listSegments(engine, scanInto(engine, reference), null, codes), codes };
}

describeMapBuilds("kernels of maps", (engine) => {
  const compareMeasures = (drawn: MapCase) =>
    within(engine(), () => {
      const { map, segments, codes } = measured(engine(), drawn);
      const found = measureSegments(engine(), map, segments);
      for (let code = 0; code < codes; code++) {
        const plain = measurePlainly(drawn.values, drawn.reference.labels, code);
        const { voxels, missing, infinite, least, largest, largestVoxel, sum } = found[code];
        expect({ voxels, missing, infinite, least, largest }).toEqual({
          voxels: plain.voxels,
          missing: plain.missing,
          infinite: plain.infinite,
          least: plain.least,
          largest: plain.largest,
        });
        if (plain.voxels > 0) expect(largestVoxel).toBe(plain.largestVoxel);
        expect(sum).toBeCloseTo(plain.sum, 9);
        const { centre, deviations, squares } = found[code];
        expect(squares + 2 * centre * deviations + voxels * centre ** 2).toBeCloseTo(plain.squares, 6);
      }
    });

  it("measure as a loop over voxels, NaN and infinite ones counted", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ reference, type, seed }, odd) =>
        compareMeasures({ reference, type, values: drawValues(reference, type, seed, odd) }),
      ),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it.each(Object.entries(worstVolumes()))("measure as a loop: %s", (_name, reference) => {
    for (const type of ["float32", "int16", "float64"] as const) {
      compareMeasures({ reference, type, values: drawValues(reference, type, 3, true) });
    }
  });

  it.each(["positive", "absolute", "signed"] as const)("measure float32 over many strips: %s", (sign) => {
    const shape = [61, 37, 41] as const;
    const labels = Array.from({ length: 61 * 37 * 41 }, (_, i) =>
      i % 61 < 9 ? 0 : i % 7 === 0 ? 1 : i > 50_000 ? 2 : 3,
    );
    const random = splitmix64(5);
    const stored = labels.map((label, i) => {
      if (label === 2 && i % 9001 === 0) return [Number.NaN, Infinity, -Infinity][(i / 9001) % 3];
      return Math.fround((label === 1 ? 1e-3 * i : 0) - 20 + 30 * random());
    });
    const signOf = { positive: (v: number) => Math.max(v, 0), absolute: Math.abs, signed: (v: number) => v };
    within(engine(), () => {
      const map = mapInto(engine(), stored, shape, sign);
      const segments = listSegments(engine(), scanInto(engine(), { shape, labels }), null, 4);
      const values = stored.map((value) => (value === -Infinity ? value : signOf[sign](value)));
      measureSegments(engine(), map, segments).forEach((found, code) => {
        const { sum, squares, ...exact } = measurePlainly(values, labels, code);
        expect(found).toMatchObject(exact);
        expect(Math.abs(found.sum - sum)).toBeLessThan(1e-12 * squares);
        const { centre, deviations } = found;
        const own = found.squares + 2 * centre * deviations + found.voxels * centre ** 2;
        expect(Math.abs(own - squares)).toBeLessThan(1e-12 * squares);
      });
    });
  });

  it("rank as a plain sort", () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const inside = drawn.reference.labels.map((label) => label > 0);
        const [k, n] = [inside.filter(Boolean).length, inside.length];
        if (k === 0 || k === n || n > 400) return;
        within(engine(), () => {
          const { map, segments } = measured(engine(), drawn);
          const least = Math.min(...drawn.values);
          const asked = { inside: k, voxels: n, least, thresholds: [], ranks: [k], specificity: 0.9, curvePoints: 8 };
          const request = { ...asked, sums: "areas" } as const;
          const ranks = rankVoxels(engine(), map, segments, request);
          const plain = rankPlainly(drawn.values, inside);
          expect(ranks.pairs / (2 * k * (n - k))).toBeCloseTo(plain.auroc, 12);
          expect(ranks.averagePrecision).toBeCloseTo(plain.ap, 12);
          expect((2 * ranks.best.inside) / (ranks.best.voxels + k)).toBe(plain.bestDice);
          expect(ranks.levels).toBe(new Set(drawn.values).size);
          const [{ above, tied }] = ranks.ranks;
          expect(above < k && k <= above + tied).toBe(true);
        });
      }),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it("calibrate as a loop over voxels", () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom(1, 3, 15),
        fc.constantFrom(...HEIGHTS),
        ({ reference, seed }, bins, height) => {
          const random = splitmix64(seed);
          const type = seed % 2 === 0 ? "float64" : "float32";
          // Some are 0 and 1, which the log loss cuts.
          const values = reference.labels.map(() =>
            Math.fround(height * Math.min(1, Math.max(0, Math.floor(24 * random()) / 16 - 0.25))),
          );
          within(engine(), () => {
            const { map, segments } = measured(engine(), { reference, values, type });
            const found = calibrate(engine(), map, segments, bins);
            const chosen = values.map((value) => Math.min(Math.floor(value * bins), bins - 1));
            found.bins.forEach((bin, b) => {
              const own = values.filter((_, i) => chosen[i] === b);
              expect(bin.voxels).toBe(own.length);
              expect(bin.sum).toBeCloseTo(
                own.reduce((sum, value) => sum + value, 0),
                9,
              );
              expect(bin.inside).toBe(values.filter((_, i) => chosen[i] === b && reference.labels[i] > 0).length);
            });
            const kept = values.map((value) => Math.min(Math.max(value, 1e-7), 1 - 1e-7));
            expect(found.cut).toBe(values.filter((value, i) => value !== kept[i]).length);
            const logs = kept.map((value, i) => Math.log(reference.labels[i] > 0 ? value : 1 - value));
            const total = logs.reduce((sum, value) => sum + value, 0);
            expect(Math.abs(found.logLikelihood - total)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(total)));
          });
        },
      ),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it("compare shares as a loop over voxels", () => {
    fc.assert(
      fc.property(cases, ({ reference, type, values: drawn }) => {
        const values = drawn.map((value) => Math.max(value, 0));
        const inside = reference.labels.map((label) => label > 0);
        const mass = values.reduce((sum, value) => sum + value, 0);
        if (mass === 0 || !inside.includes(true)) return;
        within(engine(), () => {
          const { map, segments } = measured(engine(), { reference, type, values });
          const found = compareShares(engine(), map, segments, { mass, inside: inside.filter(Boolean).length });
          const plain = sharePlainly(values, inside);
          expect(found.similarity).toBeCloseTo(plain.similarity, 12);
          expect(found.divergence).toBeCloseTo(plain.divergence, 9);
        });
      }),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it("list the voxels of at least a threshold", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(-1, 0, 0.5, 5, 1000), ({ reference, type, values }, threshold) => {
        within(engine(), () => {
          const map = mapInto(engine(), values, reference.shape, "signed", type);
          const runs = listedRuns(engine(), thresholdRuns(engine(), map, null, threshold));
          expect(runs.map(({ row, start, end }) => [row, start, end])).toEqual(
            thresholdPlainly(values, reference.shape, threshold),
          );
        });
      }),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it("find the nearest voxel of the reference, by searching and by a transform", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 2000), ({ reference, type, values }, expected) => {
        if (!reference.labels.some((label) => label > 0) || values.length > 600) return;
        within(engine(), () => {
          const { map, segments } = measured(engine(), { reference, type, values });
          const list = scanInto(engine(), {
            ...reference,
            labels: reference.labels.map((label) => Math.min(label, 1)),
          });
          const spacing = [0.5, 1.25, 3] as const;
          const value = Math.max(...values);
          const found = pointAt(engine(), map, segments, list, { value, expected, tolerance: 2, spacing });
          const apart = values.flatMap((each, i) => (each === value ? [nearestPlainly(reference, spacing, i)] : []));
          expect(found.voxels).toBe(apart.length);
          expect(found.hits).toBe(apart.filter((distance) => distance <= 2).length);
          expect(found.distances).toBeCloseTo(
            apart.reduce((sum, distance) => sum + distance, 0),
            6,
          );
        });
      }),
      { ...SEEDED, numRuns: 40 },
    );
  });
});
