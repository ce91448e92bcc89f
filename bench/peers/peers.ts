/**
 * Other packages on the same data in the same run, where `VOXMATCH_PEERS` names a Python that has them:
 * `VOXMATCH_PEERS=python3 npm run bench -- peers`.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { solveAssignment } from "../../bindings/assignment/solve-assignment.js";
import { labelComponents } from "../../bindings/components/label-components.js";
import { distanceTransform } from "../../bindings/distances/distance-transform.js";
import { nearestLabels } from "../../bindings/distances/nearest-label.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { evaluate, readVolume } from "../../src/index.js";
import { totalCost, uniformCosts } from "../assignment/solve-assignment.js";
import { makePair, type VolumePair } from "../data.js";
import { LARGE, largePair, NEAREST_LABEL_PAIR, SPACING } from "../design.js";
import { type FilePair, filePair } from "../evaluation/file-pair.js";
import { MAP_MATCHES } from "../maps/map-matches.js";
import { scanToRuns } from "../support/compare.js";
import { type MeasureOptions, measure, summarise } from "../support/measure.js";
import type { Shape } from "../support/paint-shapes.js";
import { type Contestant, type Result, ratio } from "../support/result.js";
import { checkNearest } from "./check-nearest.js";

/** One piece of work that voxmatch and others do. */
export interface Match {
  readonly work: string;
  readonly workload: string;
  /** The function of `peers.py`, and what it is given. */
  readonly task: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly ours: () => number | Promise<number>;
  readonly reset?: () => void;
  /** Throws if the other's answer is not ours. */
  readonly check: (answer: unknown, peer: string) => void | Promise<void>;
}

interface PeerRow {
  readonly peer: Contestant;
  readonly version: string;
  readonly timesMs: readonly number[];
  /** Of the first call in its process; by default the first of `timesMs`. */
  readonly firstMs?: number;
  /** Of the first call, the interpreter and the volumes included. */
  readonly peakMegabytes?: number;
  readonly answer: unknown;
}

export async function benchPeers(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const python = process.env.VOXMATCH_PEERS;
  if (python === undefined) {
    console.log("VOXMATCH_PEERS names no Python: other packages are not measured.");
    return [];
  }
  const engine = await createEngine();
  const results: Result[] = [];
  for (const make of MATCHES) {
    const mark = engine.arena.mark();
    const { work, workload, task, given, ours, reset, check } = await make(engine, quick);
    const own: Result = { work, workload, by: "release", ...(await measure(ours, options, reset)) };
    results.push(own);
    const words = ["bench/peers/peers.py", task, JSON.stringify({ ...given, repetitions: quick ? 1 : 3 })];
    const printed = execFileSync(python, words, { encoding: "utf8" }).trim().split("\n");
    const { rows, missing } = JSON.parse(printed[printed.length - 1]) as {
      rows: PeerRow[];
      missing: string[];
    };
    for (const { peer, version, timesMs, firstMs = timesMs[0], peakMegabytes, answer } of rows) {
      await check(answer, peer);
      const theirs: Result = {
        ...{ work, workload, by: peer, version, firstMs: Number(firstMs.toPrecision(4)), ...summarise(timesMs) },
        ...(peakMegabytes !== undefined && { peakMegabytes }),
      };
      results.push(theirs);
      console.log(`${work}: ${ratio(theirs, own)?.toFixed(1)} × faster than ${peer} ${version}`);
    }
    for (const name of missing) console.log(`${work}: ${python} has no ${name}`);
    engine.arena.release(mark);
  }
  return results;
}

const MATCHES: readonly ((engine: Engine, quick: boolean) => Match | Promise<Match>)[] = [
  (engine, quick) => {
    const files = largeFiles(quick);
    const { reference, shape } = makePair(files.pair);
    const { work: label, reset } = releasing(engine, () =>
      labelComponents(engine, scanToRuns(engine, reference, shape), 26),
    );
    const expected = label().classes.length;
    return {
      work: "scan and label components, 26",
      workload: files.name,
      task: "components",
      given: { reference: files.reference },
      ours: () => label().classes.length,
      reset,
      check: (answer, peer) => checkEqual(answer, expected, `components by ${peer}`),
    };
  },
  (engine, quick) => nearest(engine, quick, [1, 1, 1]),
  (engine, quick) => nearest(engine, quick, SPACING),
  (engine, quick) => {
    const files = filePair({ ...NEAREST_LABEL_PAIR, shape: quick ? [32, 32, 32] : [128, 128, 128] }, "unmatched");
    const { reference, shape } = makePair(files.pair);
    const mask = engine.arena.copyIn(Uint8Array.from(reference, (label) => Number(label !== 0)));
    const { work: squared, reset } = releasing(engine, () => distanceTransform(engine, mask, shape, SPACING));
    const expected = engine.arena.f64(squared(), reference.length).reduce((sum, value) => sum + Math.sqrt(value), 0);
    return {
      work: "distance transform, mm",
      workload: files.name,
      task: "distances",
      given: { reference: files.reference, spacing: SPACING },
      ours: squared,
      reset,
      // edt computes in 32 bits.
      check: (answer, peer) => checkNear(answer, expected, peer === "edt" ? 1e-4 : 1e-9, `distances by ${peer}`),
    };
  },
  ...MAP_MATCHES,
  (engine, quick) => assignment(engine, quick ? 200 : 1000),
  (engine, quick) => assignment(engine, quick ? 500 : 5000),
  async (_, quick) => {
    const files = largeFiles(quick);
    const evaluateFiles = async () => {
      const [reference, prediction] = await Promise.all([readVolume(files.reference), readVolume(files.prediction)]);
      return (await evaluate({ reference, prediction }, { input: "semantic" }, { threads: 1 })).groups.ungrouped;
    };
    const expected = await evaluateFiles();
    return {
      work: "evaluate two files, semantic",
      workload: files.name,
      task: "evaluation",
      given: { reference: files.reference, prediction: files.prediction },
      ours: async () => (await evaluateFiles()).tp,
      check: (answer, peer) => {
        const theirs = answer as Readonly<Record<"tp" | "fp" | "fn" | "pq", number>>;
        for (const key of ["tp", "fp", "fn"] as const) checkEqual(theirs[key], expected[key], `${key} by ${peer}`);
        checkNear(theirs.pq, expected.pq ?? Number.NaN, 1e-9, `pq by ${peer}`);
      },
    };
  },
];

function largeFiles(quick: boolean): FilePair {
  const shape = quick ? ([64, 64, 64] as const) : LARGE;
  return filePair({ ...largePair(0.06, quick ? 20 : 1000), shape }, "semantic");
}

function nearest(engine: Engine, quick: boolean, spacing: Shape): Match {
  const files = filePair({ ...NEAREST_LABEL_PAIR, shape: quick ? [64, 64, 64] : [256, 256, 256] }, "unmatched");
  const volumes: VolumePair = makePair(files.pair);
  const list = scanToRuns(engine, volumes.reference, volumes.shape);
  const { work: label, reset } = releasing(engine, () => nearestLabels(engine, list, spacing));
  const expected = engine.arena.u32(label(), volumes.reference.length).slice();
  const labels = "build/bench/files/nearest-by-peer.u32";
  return {
    work: `nearest label, spacing ${spacing.join("×")}`,
    workload: files.name,
    task: "nearest_label",
    given: { reference: files.reference, spacing: spacing.every((mm) => mm === 1) ? null : spacing, labels },
    ours: label,
    reset,
    check: (_, peer) => checkNearest(expected, new Uint32Array(readFileSync(labels).buffer), volumes, spacing, peer),
  };
}

function assignment(engine: Engine, size: number): Match {
  const costs = uniformCosts(size);
  const path = `build/bench/files/costs-${size}.f64`;
  writeFileSync(path, costs);
  const solve = () => solveAssignment(engine, costs, size, size)?.columnOfRow ?? null;
  const expected = totalCost(costs, size, solve());
  return {
    work: "solve assignment",
    workload: `uniform ${size}²`,
    task: "assignment",
    given: { costs: path, size },
    ours: () => solve()?.[0] ?? Number.NaN,
    check: (answer, peer) => checkNear(answer, expected, 1e-9, `cost by ${peer}`),
  };
}

/** Releases the arena after each run of the work. */
function releasing<T>(engine: Engine, work: () => T): { readonly work: () => T; readonly reset: () => void } {
  const mark = engine.arena.mark();
  return { work, reset: () => engine.arena.release(mark) };
}

function checkEqual(found: unknown, expected: unknown, what: string): void {
  if (found !== expected) throw new Error(`${what}: ${found}, and ${expected} by voxmatch.`);
}

function checkNear(found: unknown, expected: number, tolerance: number, what: string): void {
  if (typeof found === "number" && Math.abs(found - expected) <= tolerance * Math.abs(expected)) return;
  throw new Error(`${what}: ${found}, and ${expected} by voxmatch.`);
}
