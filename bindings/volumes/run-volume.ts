import type { LabelRuns } from "../../base/types.js";
import { copyWordsOut } from "../engine/copy-bytes.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";

/** Three numbers, one an axis. */
export type Triple = readonly [number, number, number];

/** Runs in an engine's linear memory (`CONTRIBUTING.md` draws the record); valid until the arena releases them. */
export interface RunVolume {
  readonly runs: Pointer;
  readonly rowOffsets: Pointer;
  readonly runCount: number;
  /** Voxels along x, y, z; z is 1 for a 2D volume. */
  readonly shape: Triple;
}

/** A row's runs hold their ends in 16 bits. */
export const MAXIMUM_ROW_LENGTH = 65_535;

/** Rows per call of a kernel: a single long call would stay in unoptimised code. */
export const ROWS_PER_CALL = 4096;

/** Some rows of a volume, or of its blocks. */
export interface RowRange {
  readonly firstRow: number;
  /** The row before which the range ends. */
  readonly lastRow: number;
}

export function rowCount(shape: Triple): number {
  return shape[1] * shape[2];
}

/** A shape of two or three axes as three numbers. */
export function tripleOf(shape: readonly number[]): Triple {
  const [nx, ny, nz = 1] = shape;
  return [nx, ny, nz];
}

/** Copies a volume's runs into the arena. */
export function copyRunsIn(engine: Engine, volume: LabelRuns & { readonly shape: readonly number[] }): RunVolume {
  return {
    rowOffsets: engine.arena.copyIn(volume.rowOffsets),
    runs: engine.arena.copyIn(volume.runs),
    runCount: volume.runs.length / 2,
    shape: tripleOf(volume.shape),
  };
}

/** Copies runs out of the arena. */
export function copyRunsOut(engine: Engine, list: RunVolume): LabelRuns {
  return {
    runs: copyWordsOut(engine.arena.memory, list.runs, 2 * list.runCount),
    rowOffsets: copyWordsOut(engine.arena.memory, list.rowOffsets, rowCount(list.shape) + 1),
  };
}

/** A second copy of runs within the arena. */
export function copyRunVolume(engine: Engine, list: RunVolume): RunVolume {
  const { arena } = engine;
  const offsetBytes = 4 * (rowCount(list.shape) + 1);
  const rowOffsets = arena.allocate(offsetBytes);
  const runs = arena.allocate(8 * list.runCount);
  arena.u8(rowOffsets, offsetBytes).set(arena.u8(list.rowOffsets, offsetBytes));
  arena.u8(runs, 8 * list.runCount).set(arena.u8(list.runs, 8 * list.runCount));
  return { ...list, rowOffsets, runs };
}
