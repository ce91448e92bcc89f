import { type MapEngine, withMapKernels } from "../../bindings/maps/map-engine.js";
import { signMap } from "../../bindings/maps/map-volume.js";
import { forEachBlock, listSegments } from "../../bindings/maps/segments.js";
import { evaluateMap } from "../../src/maps/evaluate-map.js";
import { openMap } from "../../src/maps/slider/open-map.js";
import { type RankTwin, rankTwin } from "../oracle/rank-map.js";
import { checkSame, makeEngines, scanToRuns } from "../support/compare.js";
import { type Contender, type MeasureOptions, measureInTurn } from "../support/measure.js";
import { bareRead } from "../support/read-limit.js";
import type { Result } from "../support/result.js";
import { type BenchMap, FLOOR, MAP_WORK, makeMap } from "./map-design.js";
import { type MapWork, worksOf } from "./map-works.js";

/** Components that a table beside a slider shows. */
const LISTED = 200;

export async function benchMaps(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const bench = makeMap(quick ? 64 : 256);
  const { name: workload, map, reference } = bench;
  const twin = rankTwin(map, reference);
  const voxels = map.length;
  const results: Result[] = [];
  for (const plain of await makeEngines()) {
    const engine = await withMapKernels(plain);
    const parts = contendersOf(engine, bench, twin);
    const read = await bareRead([map, new Uint8Array(voxels / 8)]);
    const timings = await measureInTurn({ read, ...parts.contenders }, options);
    for (const [key, timing] of Object.entries(timings)) {
      if (key === "read") continue;
      const work = MAP_WORK[key as keyof typeof parts.contenders];
      results.push({ work, workload, by: engine.build, voxels, ...parts.peak(key), ...timing });
      if (engine.build === "release") results.push({ work, workload, by: "read", voxels, ...timings.read });
    }
  }
  return [...results, ...(await wholeEvaluations(bench, options))];
}

/** Compares every answer with the twin's before it is timed. */
function contendersOf(engine: MapEngine, { map, shape, reference, atlas }: BenchMap, twin: RankTwin) {
  const { arena, maps } = engine;
  const runs = scanToRuns(engine, reference, shape);
  const regions = scanToRuns(engine, atlas, shape);
  const volume = { data: arena.copyIn(map), dataType: "float32", shape, slope: 1, intercept: 0, divisor: 1 } as const;
  const signed = signMap(engine, volume, "signed");
  const work: MapWork = { signed, runs, atlas: regions, segments: listSegments(engine, runs, null, 2) };
  const base = arena.used;
  const mark = arena.mark();
  const reset = () => arena.release(mark);
  const { sums, table, rank, auroc, tree, label } = worksOf(engine, work);
  // The arena knows the most that it ever held: so what takes more comes later.
  const peaks = new Map<string, number>();
  const held = <T>(key: string, done: () => T): T => {
    reset();
    const result = done();
    peaks.set(key, (arena.highWater - base) / 2 ** 20);
    return result;
  };
  const { rest, own, calibration } = held("sums", sums);
  const k = own.voxels;
  isClose(own.sum, twin.massInside, "mass in the reference");
  isClose(rest.sum + own.sum, twin.mass, "mass");
  isClose(sumOf(calibration.bins), twin.mass, "mass of the bins");
  for (const kind of ["order", "areas"] as const) {
    const ranked = held(kind, () => rank(kind));
    isClose(auroc(ranked), twin.auroc, "AUROC");
    isClose(ranked.averagePrecision, twin.ap, "average precision");
    isClose((2 * ranked.best.inside) / (ranked.best.voxels + k), twin.bestDice, "best Dice");
  }
  isClose(sumOf(held("regions", table).regions), twin.mass, "mass of the regions");
  checkSame(held("tree", () => tree(FLOOR)).last?.components === label(), "components of the tree");
  reset();
  const segments = work.segments;
  const counts = () => {
    const histograms = arena.allocateZeroed(8 * 65_536, 64);
    forEachBlock(segments, (at, count) => maps.countKeys(volume.data, at, count, signed.reading, histograms));
    return arena.u32(histograms, 65_536)[0];
  };
  const contenders = {
    sums: { work: () => sums().own.sum, reset },
    regions: { work: () => sums().own.sum + table().regions.length, reset },
    counts: { work: counts, reset },
    ranks: { work: () => rank("ranks").ranks.length, reset },
    order: { work: () => rank("order").pairs, reset },
    areas: { work: () => rank("areas").pairs, reset },
    tree: { work: () => tree(FLOOR).voxels, reset },
    label: { work: label, reset },
  } satisfies Record<string, Contender>;
  const peak = (key: string) => {
    const peakMegabytes = peaks.get(key);
    return peakMegabytes === undefined ? {} : { peakMegabytes };
  };
  return { contenders, peak };
}

/** The whole evaluation, and a step of the slider. */
async function wholeEvaluations(bench: BenchMap, options: MeasureOptions): Promise<Result[]> {
  const { name: workload, map, reference, shape } = bench;
  const inputs = { map: { data: map, shape }, reference: { data: reference, shape } };
  const kind = { kind: "probability" } as const;
  const { views } = await openMap(inputs, { ...kind, candidateThreshold: FLOOR });
  const timings = await measureInTurn(
    {
      evaluation: { work: async () => Number((await evaluateMap(inputs, kind)).groups.ungrouped.auroc) },
      slider: { work: () => views.ungrouped.at(FLOOR, LISTED).components.length },
    },
    options,
  );
  const row = { workload, by: "release", voxels: map.length } as const;
  return [
    { ...row, work: MAP_WORK.evaluation, ...timings.evaluation },
    { ...row, work: MAP_WORK.slider, ...timings.slider },
  ];
}

function sumOf(parts: readonly { readonly sum: number }[]): number {
  return parts.reduce((total, { sum }) => total + sum, 0);
}

function isClose(found: number, expected: number, what: string): void {
  checkSame(Math.abs(found - expected) <= 1e-9 * Math.abs(expected), what);
}
