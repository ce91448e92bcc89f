import type { LabelVoxels } from "../../base/types.js";
import type { Engine } from "../engine/engine.js";
import { type BitVolume, copyBitsIn, copyBitsOut } from "./bit-volume.js";
import { copyRunsIn, copyRunsOut, type RunVolume, rowCount } from "./run-volume.js";
import { RunWriter } from "./run-writer.js";
import { unpackRuns } from "./unpack-runs.js";

/** The voxels of a volume in the arena, in whichever way they are kept. */
export type ArenaVolume = BitVolume | RunVolume;

/** Copies a volume's voxels into the arena. */
export function copyVoxelsIn(engine: Engine, volume: LabelVoxels & { readonly shape: readonly number[] }): ArenaVolume {
  return "bits" in volume ? copyBitsIn(engine, volume) : copyRunsIn(engine, volume);
}

/** Copies voxels out of the arena. */
export function copyVoxelsOut(engine: Engine, list: ArenaVolume): LabelVoxels {
  return "bits" in list ? copyBitsOut(engine, list) : copyRunsOut(engine, list);
}

/** The runs of a volume: the same list if they are what it is. */
export function asRunVolume(engine: Engine, list: ArenaVolume): RunVolume {
  if ("runs" in list) return list;
  const runs = new RunWriter(engine, list.shape);
  unpackRuns(engine, list, runs, rowCount(list.shape));
  return runs.list();
}
