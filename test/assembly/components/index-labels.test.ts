import fc from "fast-check";
import { expect, it } from "vitest";
import { indexLabels, listLabels, relabelRuns, setCodes } from "../../../bindings/components/label-index.js";
import { copyRunsOut } from "../../../bindings/volumes/run-volume.js";
import { scanRuns } from "../../oracle/scan-runs.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, makeVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

describeBuilds("index-labels", (engine) => {
  it("lists each label once, rising", () => {
    fc.assert(
      fc.property(arbitraryVolume(0xffff_ffff), (volume) => {
        const mark = engine().arena.mark();
        const labels = listLabels(engine(), indexLabels(engine(), scanInto(engine(), volume)));
        const expected = [...new Set(volume.labels)].filter((label) => label !== 0).sort((a, b) => a - b);
        expect(Array.from(labels)).toEqual(expected);
        engine().arena.release(mark);
      }),
      SEEDED,
    );
  });

  it("enters the last label where a table is full", () => {
    const { arena } = engine();
    // The first table takes 128 labels, the next 512.
    for (const count of [127, 128, 129, 130, 511, 512, 513, 514]) {
      const mark = arena.mark();
      const volume = makeVolume([count, 1, 1], (x) => 7 * (x + 1));
      const index = indexLabels(engine(), scanInto(engine(), volume));
      expect(Array.from(listLabels(engine(), index))).toEqual(volume.labels);
      arena.release(mark);
    }
  });

  it("stops before a label that might fill a table beyond the half, and says where", () => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    for (const slots of [2, 4, 64]) {
      const list = scanInto(
        engine(),
        makeVolume([200, 1, 1], (x) => 1 + (x >> 1)),
      );
      const table = arena.allocate(16 + 8 * slots);
      kernels.clearLabelIndex(table, slots);
      expect(kernels.indexLabels(list.runs, 0, list.runCount, table) >>> 0).toBe(slots / 2);
      expect(arena.u32(table, 2)[1]).toBe(slots / 2);
    }
    arena.release(mark);
  });

  it("grows to 70,000 labels", () => {
    const volume = makeVolume([700, 100, 1], (x, y) => 1 + 60_000 * (x + 700 * y));
    const labels = listLabels(engine(), indexLabels(engine(), scanInto(engine(), volume)));
    expect(labels).toHaveLength(70_000);
    expect(labels[69_999]).toBe(1 + 60_000 * 69_999);
  });

  // Relabelling runs must give what scanning the relabelled voxels gives: dropped labels and merged neighbours included.
  const codeOf = (label: number) => [0, 5, 5, 9][label % 4];
  const compare = (volume: ReturnType<typeof makeVolume>) => {
    const mark = engine().arena.mark();
    const list = scanInto(engine(), volume);
    const index = indexLabels(engine(), list);
    setCodes(engine(), index, codeOf);
    const { runs, rowOffsets } = copyRunsOut(engine(), relabelRuns(engine(), list, index));
    const recoded = { shape: volume.shape, labels: volume.labels.map((label) => (label === 0 ? 0 : codeOf(label))) };
    const expected = scanRuns(recoded);
    expect(Array.from(runs)).toEqual(expected.flatMap(({ start, end, label }) => [(start | (end << 16)) >>> 0, label]));
    const rows = volume.shape[1] * volume.shape[2];
    const ends = Array.from({ length: rows + 1 }, (_, row) => expected.filter((run) => run.row < row).length);
    expect(Array.from(rowOffsets)).toEqual(ends);
    engine().arena.release(mark);
  };

  it("relabels runs as if the voxels had been relabelled", () => {
    fc.assert(fc.property(arbitraryVolume(9), compare), SEEDED);
  });

  it.each(Object.entries(worstVolumes()))("relabels: %s", (_name, volume) => compare(volume));

  it("relabels in pieces of rows what it relabels at once", () => {
    compare(makeVolume([3, 2100, 3], (x, y, z) => (x + y + z) % 5));
  });
});
