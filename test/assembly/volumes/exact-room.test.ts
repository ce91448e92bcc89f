import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KernelFamily } from "../../../bindings/engine/kernels.js";
import type { RunVolume } from "../../../bindings/volumes/run-volume.js";
import { intersect, subtract } from "../../oracle/combine-runs.js";
import { dilate } from "../../oracle/dilate-runs.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { scanRuns } from "../../oracle/scan-runs.js";
import { asMask, bitsInto } from "../../support/blocks.js";
import { describeBuilds } from "../../support/builds.js";
import {
  arbitraryPair,
  arbitraryVolume,
  bytesOf,
  INTEGER_TYPES,
  type IntegerType,
  makeVolume,
  SEEDED,
  scanInto,
  worstVolumes,
} from "../../support/volumes.js";

/** Rows that yield runs, and a kernel that writes them. */
interface Work {
  readonly shape: PlainVolume["shape"];
  /** The kernel's output for all rows. */
  readonly expected: PlainVolume;
  /** The most runs that a row might yield, which must fit before it is begun. */
  readonly most: (row: number) => number;
  /** Handles the rows from the first on and says how many it came to. */
  readonly call: (runs: number, rowOffsets: number, capacity: number) => number;
}

const SCANS: Readonly<Record<IntegerType, KernelFamily<"scanRuns">>> = {
  uint8: "scanRunsU8",
  int8: "scanRunsI8",
  uint16: "scanRunsU16",
  int16: "scanRunsI16",
  uint32: "scanRunsU32",
  int32: "scanRunsI32",
};

/** Volumes whose rows have as many runs as they can, and rows that get all their runs from diagonal neighbours alone. */
const FULL: Readonly<Record<string, PlainVolume>> = {
  ...worstVolumes(),
  "rows of odd length, every other voxel": makeVolume([9, 4, 3], (x, y) => Number(x % 2 === 0 && y % 2 === 0)),
  "one row of every other voxel": makeVolume([7, 2, 2], (x, y, z) => Number(x % 2 === 0 && y === 0 && z === 0)),
  "every voxel another label than the one before": makeVolume([13, 3, 2], (x, y) => 1 + ((x + y) % 3)),
};

describeBuilds("kernels that write runs", (engine) => {
  /*
   * Blocks are exactly as large as the capacity says, and the arena of these tests watches what lies behind. A kernel must stop
   * before the first row that might not fit, and not earlier.
   */
  function compare({ shape, expected, most, call }: Work): void {
    const { arena } = engine();
    const rows = shape[1] * shape[2];
    const runs = scanRuns(expected);
    const before = Array.from({ length: rows + 1 }, (_, row) => runs.filter((run) => run.row < row).length);
    const needed = Array.from({ length: rows }, (_, row) => before[row] + most(row));
    for (const capacity of new Set([0, 1, 2, ...needed.flatMap((room) => [room - 1, room]), runs.length, 10 ** 4])) {
      if (capacity < 0) continue;
      const mark = arena.mark();
      const [rowOffsets, out] = [arena.allocate(4 * (rows + 1)), arena.allocate(8 * capacity)];
      arena.u32(rowOffsets, 1)[0] = 0;
      const stop = needed.findIndex((room) => room > capacity);
      const reached = stop < 0 ? rows : stop;
      expect(call(out, rowOffsets, capacity)).toBe(reached);
      expect([...arena.u32(rowOffsets, reached + 1)]).toEqual(before.slice(0, reached + 1));
      const words = arena.u32(out, 2 * before[reached]);
      const found = Array.from({ length: before[reached] }, (_, i) => [words[2 * i] & 0xffff, words[2 * i] >>> 16]);
      expect(found).toEqual(runs.slice(0, before[reached]).map(({ start, end }) => [start, end]));
      arena.release(mark);
    }
  }

  const runsOf = (list: RunVolume, row: number) => {
    const [first, last] = engine().arena.u32(list.rowOffsets + 4 * row, 2);
    return last - first;
  };

  /** How many runs the nine rows around a row have. */
  function runsAround(list: RunVolume, row: number): number {
    const [, ny, nz] = list.shape;
    let sum = 0;
    for (let z = Math.floor(row / ny) - 1; z <= Math.floor(row / ny) + 1; z++) {
      for (let y = (row % ny) - 1; y <= (row % ny) + 1; y++) {
        if (y >= 0 && z >= 0 && y < ny && z < nz) sum += runsOf(list, y + ny * z);
      }
    }
    return sum;
  }

  const each = (name: string, check: (volume: PlainVolume) => void) => {
    describe(name, () => {
      it("keeps to any room, on random volumes", () => {
        fc.assert(fc.property(arbitraryVolume(100), check), { ...SEEDED, numRuns: 25 });
      });
      it.each(Object.entries(FULL))("keeps to any room on: %s", (_name, volume) => check(volume));
    });
  };
  const inMark = (work: () => Work) => {
    const mark = engine().arena.mark();
    compare(work());
    engine().arena.release(mark);
  };

  for (const dataType of INTEGER_TYPES) {
    each(SCANS[dataType], (volume) =>
      inMark(() => {
        const [nx, ny, nz] = volume.shape;
        const source = engine().arena.copyIn(bytesOf(volume, dataType));
        const call: Work["call"] = (...room) => engine().kernels[SCANS[dataType]](source, nx, ny * nz, ...room);
        // A row may have a run for each voxel.
        return { shape: volume.shape, expected: volume, most: () => nx, call };
      }),
    );
  }

  each("unpackRuns", (volume) =>
    inMark(() => {
      const mask = asMask(volume);
      const { bits } = bitsInto(engine(), mask);
      const [nx, ny, nz] = volume.shape;
      const call: Work["call"] = (...room) => engine().kernels.unpackRuns(bits, nx, 1, 0, ny * nz, ...room);
      // Runs of one label do not touch.
      return { shape: volume.shape, expected: mask, most: () => Math.ceil(nx / 2), call };
    }),
  );

  each("dilateRuns", (volume) =>
    inMark(() => {
      const list = scanInto(engine(), volume);
      const [nx, ny, nz] = volume.shape;
      const cursors = engine().arena.allocate(9 * 16);
      const call: Work["call"] = (...room) =>
        engine().kernels.dilateRuns(list.runs, list.rowOffsets, nx, ny, nz, 0, ny * nz, cursors, ...room);
      const most = (row: number) => Math.min(runsAround(list, row), Math.ceil(nx / 2));
      return { shape: volume.shape, expected: dilate(volume), most, call };
    }),
  );

  const combined = (kernel: "intersectRuns" | "subtractRuns", first: PlainVolume, second: PlainVolume) =>
    inMark(() => {
      const [a, b] = [scanInto(engine(), first), scanInto(engine(), second)];
      const rows = first.shape[1] * first.shape[2];
      // A separate number for each pair of labels; all labels of the second volume are holes.
      const parameter = kernel === "intersectRuns" ? 101 : 0;
      const call: Work["call"] = (...room) =>
        engine().kernels[kernel](a.runs, a.rowOffsets, b.runs, b.rowOffsets, 0, rows, parameter, ...room);
      const expected = kernel === "intersectRuns" ? intersect(first, second, 101) : subtract(first, second, 0);
      return { shape: first.shape, expected, most: (row) => runsOf(a, row) + runsOf(b, row), call };
    });

  describe.each(["intersectRuns", "subtractRuns"] as const)("%s", (kernel) => {
    it("keeps to any room, on random pairs", () => {
      fc.assert(
        fc.property(arbitraryPair(100), ([first, second]) => combined(kernel, first, second)),
        { ...SEEDED, numRuns: 25 },
      );
    });
    it.each(Object.entries(FULL))("keeps to any room on: %s", (_name, volume) => {
      combined(kernel, volume, volume);
      combined(kernel, volume, { ...volume, labels: [...volume.labels].reverse() });
      // One run a row, cut by every other one.
      combined(
        kernel,
        makeVolume(volume.shape, () => 1),
        volume,
      );
    });
  });

  it("numberComponents keeps to any room for classes, and says how many components there are", () => {
    const { arena, kernels } = engine();
    const volume = makeVolume([20, 3, 3], (x, y, z) => (x % 2) * (1 + ((x + y + z) % 5)));
    for (let capacity = 0; capacity < 95; capacity++) {
      const mark = arena.mark();
      const list = scanInto(engine(), volume);
      const parents = arena.copyIn(Uint32Array.from({ length: list.runCount }, (_, i) => i));
      const classes = arena.allocate(4 * capacity);
      expect(kernels.numberComponents(list.runs, list.runCount, parents, classes, capacity)).toBe(90);
      const written = scanRuns(volume).map(({ label }) => label);
      expect([...arena.u32(classes, Math.min(90, capacity))]).toEqual(written.slice(0, capacity));
      arena.release(mark);
    }
  });
});
