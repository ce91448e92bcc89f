import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import { type ArenaVolume, asRunVolume } from "../../bindings/volumes/arena-volume.js";
import type { BitVolume } from "../../bindings/volumes/bit-volume.js";
import type { RunVolume } from "../../bindings/volumes/run-volume.js";
import type { LabelArray, Shape } from "../data.js";
import type { TwinOverlap } from "../oracle/count-overlap.js";
import type { TwinRuns } from "../oracle/run-list.js";

const DATA_TYPES = { 1: "uint8", 2: "uint16", 4: "uint32" } as const;

/** Engines of the two builds that are published, each with its own memory. */
export function makeEngines(): Promise<Engine[]> {
  return Promise.all((["release", "scalar"] as const).map((build) => createEngine({ build })));
}

/** Scans voxels into the engine's arena, to what voxmatch makes of them. */
export function scan(engine: Engine, data: LabelArray, shape: Shape): ArenaVolume {
  const dataType = DATA_TYPES[data.BYTES_PER_ELEMENT as 1 | 2 | 4];
  const scanner = new VolumeEncoder(engine, shape, { dataType, littleEndian: true, slope: 1, intercept: 0 });
  scanner.push(new Uint8Array(data.buffer));
  return scanner.finish().voxels;
}

/** Voxels that were kept as bits, as those of a single label are. */
export function bitsOf(voxels: ArenaVolume): BitVolume {
  if (!("bits" in voxels)) throw new Error("This volume has more than one label.");
  return voxels;
}

/** {@link scan}, to runs. */
export function scanToRuns(engine: Engine, data: LabelArray, shape: Shape): RunVolume {
  return asRunVolume(engine, scan(engine, data, shape));
}

/** Refuses to time programs that disagree. */
export function checkRuns(engine: Engine, list: RunVolume, twin: TwinRuns, what: string): void {
  const words = engine.arena.u32(list.runs, 2 * list.runCount);
  let same = list.runCount === twin.count;
  for (let i = 0; same && i < twin.count; i++) {
    same = words[2 * i] === (twin.starts[i] | (twin.ends[i] << 16)) >>> 0 && words[2 * i + 1] === twin.labels[i];
  }
  checkSame(same, what);
}

export function checkArrays(found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  let same = found.length === expected.length;
  for (let i = 0; same && i < found.length; i++) same = found[i] === expected[i];
  checkSame(same, what);
}

export function checkSame(same: boolean, what: string): void {
  if (!same) throw new Error(`${what}: the kernel and its twin disagree.`);
}

/** The triples of an overlap in an order that does not depend on the table. */
export function sortedOverlap({ reference, prediction, voxels }: TwinOverlap): number[] {
  const order = Array.from(voxels.keys()).sort((a, b) => reference[a] - reference[b] || prediction[a] - prediction[b]);
  return order.flatMap((i) => [reference[i], prediction[i], voxels[i]]);
}
