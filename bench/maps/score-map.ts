/** A map of 100 lesions: mass, calibration, order of voxels, component tree, compared with the bare read of map and bits. */
import { labelComponents } from "../../bindings/components/label-components.js";
import { calibrate } from "../../bindings/maps/calibrate.js";
import { growTree, type TreeRequest } from "../../bindings/maps/component-tree.js";
import { type MapEngine, withMapKernels } from "../../bindings/maps/map-engine.js";
import { type SignedMap, signMap } from "../../bindings/maps/map-volume.js";
import { measureSegments } from "../../bindings/maps/measure-segments.js";
import type { RankRequest } from "../../bindings/maps/rank-request.js";
import { rankVoxels } from "../../bindings/maps/rank-voxels.js";
import { listSegments, type Segments } from "../../bindings/maps/segments.js";
import { thresholdRuns } from "../../bindings/maps/threshold-runs.js";
import type { RunVolume } from "../../bindings/volumes/run-volume.js";
import { makePair } from "../data.js";
import { type RankTwin, rankTwin } from "../oracle/rank-map.js";
import { checkSame, makeEngines, scanToRuns } from "../support/compare.js";
import { type Contender, type MeasureOptions, measureInTurn } from "../support/measure.js";
import { seededRandom } from "../support/random.js";
import { bareRead } from "../support/read-limit.js";
import type { Result } from "../support/result.js";

/** Candidates of the tree: a few percent of the voxels. */
const FLOOR = 0.25;

const WORK = {
  sums: "mass and calibration",
  order: "order of all voxels: AUROC, average precision, Dice over the threshold",
  tree: `component tree of {m ≥ ${FLOOR}}, PQ at every value`,
  label: `components of {m ≥ ${FLOOR}}, for the tree`,
} as const;

export async function benchMaps(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const side = quick ? 64 : 256;
  const shape = [side, side, side] as const;
  const { reference } = makePair({
    content: "mixed",
    shape,
    foreground: 0.01,
    instances: quick ? 10 : 100,
    classes: 1,
  });
  const inside = Uint8Array.from(reference, (label) => Number(label > 0));
  const random = seededRandom(18);
  const map = Float32Array.from(inside, (label) => (label === 1 ? 0.2 + 0.8 * random() : 0.26 * random()));
  const twin = rankTwin(map, inside);
  const workload = `${side}³ float32, 1 % foreground`;
  const results: Result[] = [];
  for (const plain of await makeEngines()) {
    const engine = await withMapKernels(plain);
    const runs = scanToRuns(engine, inside, shape);
    const data = engine.arena.copyIn(map);
    const volume = { data, dataType: "float32", shape, slope: 1, intercept: 0, divisor: 1 } as const;
    const signed = signMap(engine, volume, "signed");
    const segments = listSegments(engine, runs, null, 2);
    const parts = contendersOf(engine, { signed, segments, runs, twin });
    const timings = await measureInTurn(
      { read: await bareRead([map, new Uint8Array(map.length / 8)]), ...parts },
      options,
    );
    const row = { workload, by: engine.build, voxels: map.length };
    for (const key of ["sums", "order", "tree", "label"] as const)
      results.push({ ...row, work: WORK[key], ...timings[key] });
    if (engine.build === "release") results.push({ ...row, by: "read", work: WORK.sums, ...timings.read });
  }
  return results.sort((a, b) => a.work.localeCompare(b.work));
}

interface MapWork {
  readonly signed: SignedMap;
  readonly segments: Segments;
  readonly runs: RunVolume;
  readonly twin: RankTwin;
}

/** Compares every answer with the twin's before it is timed. */
function contendersOf(engine: MapEngine, { signed, segments, runs, twin }: MapWork) {
  const { arena } = engine;
  const mark = arena.mark();
  const reset = () => arena.release(mark);
  const sums = () => {
    const [rest, own] = measureSegments(engine, signed, segments);
    return { rest, own, calibration: calibrate(engine, signed, segments, 15) };
  };
  const { rest, own, calibration } = sums();
  isClose(own.sum, twin.massInside, "mass in the reference");
  isClose(rest.sum + own.sum, twin.mass, "mass");
  isClose(
    calibration.bins.reduce((sum, bin) => sum + bin.sum, 0),
    twin.mass,
    "mass of the bins",
  );
  const request: RankRequest = {
    ...{ inside: own.voxels, voxels: own.voxels + rest.voxels, thresholds: [], ranks: [own.voxels], specificity: 0.9 },
    curvePoints: 256,
    sums: "areas",
  };
  const order = () => rankVoxels(engine, signed, segments, request);
  const ranked = order();
  const [k, n] = [request.inside, request.voxels];
  isClose(ranked.pairs / (2 * k * (n - k)), twin.auroc, "AUROC");
  isClose(ranked.averagePrecision, twin.ap, "average precision");
  isClose((2 * ranked.best.inside) / (ranked.best.voxels + k), twin.bestDice, "best Dice");
  const asked: TreeRequest = {
    ...{ connectivity: 26, threshold: 0.5, curvePoints: 256, keepSteps: false },
    reference: { list: runs, voxels: [k] },
  };
  const tree = () => growTree(engine, signed, thresholdRuns(engine, signed, null, FLOOR), asked);
  const label = () => labelComponents(engine, thresholdRuns(engine, signed, null, FLOOR), 26).classes.length;
  checkSame(tree().last?.components === label(), "components of the tree");
  reset();
  return {
    sums: { work: () => sums().own.sum, reset },
    order: { work: () => order().pairs, reset },
    tree: { work: () => tree().voxels, reset },
    label: { work: label, reset },
  } satisfies Record<string, Contender>;
}

function isClose(found: number, expected: number, what: string): void {
  checkSame(Math.abs(found - expected) <= 1e-9 * Math.abs(expected), what);
}
