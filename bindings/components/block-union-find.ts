import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { divide, type Job, runJobs, slabsFor } from "../threads/job.js";
import type { BitVolume } from "../volumes/bit-volume.js";
import { ROWS_PER_CALL, type RowRange } from "../volumes/run-volume.js";
import { type BlockRuns, blockGrid, blockRowCount } from "./block-runs.js";

/** The runs of a volume's blocks, and which of them belong together. */
export interface BlockUnionFind {
  /** Its runs carry the volume's label. */
  readonly list: BlockRuns;
  /** Of each run the index of an earlier one of its component, or its own. */
  readonly parents: Pointer;
}

/** Counts the runs of some rows. */
export const countBlockRuns: Job<Omit<BlockRuns, "runs" | "runCount"> & RowRange> = {
  name: "countBlockRuns",
  run: ({ kernels }, { volume: { bits, rowWords, shape }, rowOffsets, firstRow, lastRow }) => {
    eachPiece(firstRow, lastRow, (first, last) => {
      kernels.countBlocks(bits, rowWords, shape[1], shape[2], first, last, rowOffsets);
    });
    return [];
  },
};

/** Writes the runs of some rows, which begin with a slice (in 2D with any row), and unites them with those from `floor` on. */
export const uniteBlockRows: Job<BlockUnionFind & RowRange & { readonly floor: number }> = {
  name: "uniteBlockRows",
  run: ({ kernels }, { list: { volume, runs, rowOffsets }, parents, firstRow, lastRow, floor }) => {
    const { bits, rowWords, label, shape } = volume;
    const [, ny, nz] = shape;
    eachPiece(firstRow, lastRow, (first, last) => {
      kernels.scanBlocks(bits, rowWords, ny, nz, first, last, label, runs, rowOffsets, parents);
      kernels.joinBlocks(bits, rowWords, ny, nz, runs, rowOffsets, parents, first, last, floor);
    });
    return [];
  },
};

/** Counts the runs of volumes and reserves room for them, all slabs of all volumes at once. */
export function countBlocks(engine: Engine, volumes: readonly BitVolume[]): BlockRuns[] {
  const { arena, kernels } = engine;
  const counted = volumes.map((volume) => {
    const rowOffsets = arena.allocate(4 * (blockRowCount(volume) + 1));
    arena.u32(rowOffsets, 1)[0] = 0;
    return { volume, rowOffsets };
  });
  runJobs(
    engine,
    countBlockRuns,
    counted.flatMap((work) => divideBlockRows(work.volume, slabsFor(engine)).map((range) => ({ ...work, ...range }))),
  );
  return counted.map(({ volume, rowOffsets }) => {
    const runCount = kernels.sumOffsets(rowOffsets, blockRowCount(volume)) >>> 0;
    return { volume, rowOffsets, runCount, runs: arena.allocate(8 * runCount) };
  });
}

/** Writes the counted runs and unites them, all slabs of all volumes at once. */
export function uniteBlocks(engine: Engine, lists: readonly BlockRuns[]): BlockUnionFind[] {
  const works = lists.map((list) => ({ list, parents: engine.arena.allocate(4 * list.runCount) }));
  const slabs = works.flatMap(({ list, parents }) =>
    divideBlockRows(list.volume, slabsFor(engine)).map((range) => ({ list, parents, ...range, floor: range.firstRow })),
  );
  runJobs(engine, uniteBlockRows, slabs);
  for (const { list, parents, firstRow } of slabs) {
    if (firstRow > 0) uniteBorder(engine, { list, parents }, firstRow);
  }
  return works;
}

/** Unites the first rows of a slab with the rows before. */
function uniteBorder({ kernels }: Engine, { list, parents }: BlockUnionFind, firstRow: number): void {
  const { volume, runs, rowOffsets } = list;
  const { bits, rowWords, shape } = volume;
  const last = firstRow + rowsOfSlice(volume);
  kernels.joinBlocks(bits, rowWords, shape[1], shape[2], runs, rowOffsets, parents, firstRow, last, 0);
}

/** Block rows that touch the rows before a border between slabs. */
function rowsOfSlice(volume: BitVolume): number {
  const [rows, slices] = blockGrid(volume);
  return slices > 1 ? rows : 1;
}

/** At most `parts` slabs of rows, which never cut a slice. */
export function divideBlockRows(volume: BitVolume, parts: number): RowRange[] {
  const slice = rowsOfSlice(volume);
  const ranges = divide(blockRowCount(volume) / slice, parts);
  return ranges.map(([first, last]) => ({ firstRow: first * slice, lastRow: last * slice }));
}

/** A few thousand rows at a time. */
export function eachPiece(firstRow: number, lastRow: number, work: (first: number, last: number) => void): void {
  for (let row = firstRow; row < lastRow; row += ROWS_PER_CALL) work(row, Math.min(lastRow, row + ROWS_PER_CALL));
}
