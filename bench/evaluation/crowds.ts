/** From a thousand instances to a million, ten million pairs that overlap: time and memory of processes that do nothing else. */
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { evaluate } from "../../src/index.js";
import { runFresh } from "../support/fresh-process.js";
import { type MeasureOptions, summarise } from "../support/measure.js";
import type { Result } from "../support/result.js";

/** Bricks along each axis: 1000, 10,648, 103,823 and 1,259,712 references, each of which overlaps eight predictions. */
const SIDES = [10, 22, 47, 108];

export const MOST_BRICKS = 108 ** 3;

/** Voxels along each axis of a brick. */
const EDGE = 2;

/** One evaluation of a fresh process. */
export interface Crowd {
  readonly references: number;
  readonly predictions: number;
  readonly pairs: number;
  readonly ms: number;
  readonly cpuMs: number;
  /** Resident memory once the volumes are there, and the most that the evaluation needed. */
  readonly volumeMegabytes: number;
  readonly peakMegabytes: number;
  /** Of the result, for each instance of either side. */
  readonly bytesPerInstance: number;
}

export async function benchCrowds({ repetitions }: MeasureOptions, quick: boolean): Promise<Result[]> {
  const sides = quick ? SIDES.slice(0, 2) : SIDES;
  return sides.map((side): Result => {
    const count = quick ? 1 : Math.min(3, repetitions);
    const crowds = Array.from({ length: count }, () => runFresh<Crowd>("crowd", side));
    const [{ references, pairs, volumeMegabytes, bytesPerInstance }] = crowds;
    const length = side * EDGE;
    return {
      work: "evaluate, unmatched, in a fresh process",
      workload: `${length}×${length}×${length}, ${references} bricks, ${pairs} pairs, u32`,
      by: "release",
      cores: availableParallelism(),
      instances: references,
      voxels: length ** 3,
      ...summarise(crowds.map(({ ms }) => ms)),
      firstMs: crowds[0].ms,
      cpuMs: summarise(crowds.map(({ cpuMs }) => cpuMs)).medianMs,
      peakMegabytes: Math.max(...crowds.map((crowd) => crowd.peakMegabytes)),
      nodeMegabytes: volumeMegabytes,
      bytesPerInstance,
    };
  });
}

/** Evaluates bricks that fill the volume against the same bricks, moved by half an edge along each axis. */
export async function crowdOnce(side: number): Promise<Crowd> {
  const length = side * EDGE;
  const shape = [length, length, length];
  const reference = { data: bricks(side, 0), shape };
  const prediction = { data: bricks(side, EDGE / 2), shape };
  const before = await heldBytes();
  const volumeMegabytes = process.resourceUsage().maxRSS / 1024;
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const result = await evaluate({ reference, prediction }, { input: "unmatched", strategy: "many-to-one" });
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const held = (await heldBytes()) - before;
  const { n_ref_instances: references, n_pred_instances: predictions, rq } = result.groups.ungrouped;
  if (references !== side ** 3 || rq === null) throw new Error(`${references} references were found of ${side ** 3}.`);
  return {
    references,
    predictions,
    // Along an axis each reference overlaps the prediction before it and its own.
    pairs: (2 * side) ** 3,
    ms,
    cpuMs: (user + system) / 1000,
    volumeMegabytes,
    peakMegabytes,
    bytesPerInstance: Math.round(held / (references + predictions)),
  };
}

/** Bricks numbered in scan order; moved ones are cut at the far end, and the near one has its own number. */
function bricks(side: number, shift: number): Uint32Array {
  const length = side * EDGE;
  const across = side + Number(shift > 0);
  const data = new Uint32Array(length ** 3);
  let at = 0;
  for (let z = 0; z < length; z++) {
    for (let y = 0; y < length; y++) {
      for (let x = 0; x < length; x++) {
        const [i, j, k] = [x, y, z].map((position) => Math.floor((position + shift) / EDGE));
        data[at++] = 1 + i + across * (j + across * k);
      }
    }
  }
  return data;
}

/** Bytes of objects and buffers that are still in use. Buffers are freed on another thread, some time after they are collected. */
async function heldBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  for (let round = 0; round < 2; round++) {
    if (typeof collect === "function") collect();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
