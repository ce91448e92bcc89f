import fc from "fast-check";
import { expect, it } from "vitest";
import { integerSpacing, planarWeights } from "../../../bindings/distances/integer-spacing.js";
import { nearestLabels } from "../../../bindings/distances/nearest-label.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { nearestLabels as oracle } from "../../oracle/nearest-label.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitrarySites, goldenDistances, SPACINGS, worstSites } from "../../support/distance-volumes.js";
import { makeVolume, SEEDED, scanInto } from "../../support/volumes.js";

describeBuilds("nearest-label", (engine) => {
  const run = (volume: PlainVolume, spacing: readonly number[]): number[] => {
    const mark = engine().arena.mark();
    const out = nearestLabels(engine(), scanInto(engine(), volume), spacing);
    const labels = [...engine().arena.u32(out, volume.labels.length)];
    engine().arena.release(mark);
    return labels;
  };
  const compare = (volume: PlainVolume, spacing: readonly number[]) => {
    const { weights } = integerSpacing(volume.shape, spacing);
    expect(run(volume, spacing)).toEqual(oracle(volume, weights));
  };

  it.each(SPACINGS)("equals the oracle, ties included, with spacing %d×%d×%d", (...spacing) => {
    fc.assert(
      fc.property(arbitrarySites, (volume) => compare(volume, spacing)),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it.each(Object.entries(worstSites()))("equals the oracle on: %s", (_name, volume) => {
    for (const spacing of SPACINGS) compare(volume, spacing);
  });

  it.each(goldenDistances())("gives the golden labels of $name", ({ volume, spacing, nearest }) => {
    expect(run(volume, spacing)).toEqual([...nearest]);
  });

  it("does not depend on how the volume is divided into slabs, nor on their order", () => {
    const { arena, kernels } = engine();
    const volume = worstSites()["sphere, mixed labels"];
    const [nx, ny, nz] = volume.shape;
    const { weights } = integerSpacing(volume.shape, [1, 1, 1]);
    const mark = arena.mark();
    const list = scanInto(engine(), volume);
    const bytes = 4 * nx * ny * nz;
    const [heights, labels] = [arena.allocate(bytes), arena.allocate(bytes)];
    const scratch = arena.allocate(kernels.nearestLabelScratch(Math.max(ny, nz)));
    const { planar, scale } = planarWeights(weights);
    for (const [z0, z1] of [
      [9, 15],
      [0, 1],
      [1, 9],
    ]) {
      kernels.nearestLabelSlices(list.runs, list.rowOffsets, heights, labels, nx, ny, z0, z1, ...planar, scratch);
    }
    for (let y = ny - 1; y >= 0; y--) {
      kernels.nearestLabelColumns(heights, labels, nx, ny, nz, y, y + 1, ...planar, scale, weights[2], scratch);
    }
    expect([...arena.u32(labels, nx * ny * nz)]).toEqual(run(volume, [1, 1, 1]));
    arena.release(mark);
  });

  it.each([
    ["narrow", 1],
    ["wide", 2 ** 30],
  ])("writes nothing outside its output and scratch, with %s heights", (_name, w) => {
    const { arena, kernels } = engine();
    for (const name of ["stripes along x", "eight corners, odd", "1×N×M"]) {
      const mark = arena.mark();
      const volume = worstSites()[name];
      const [nx, ny, nz] = volume.shape;
      const list = scanInto(engine(), volume);
      const sizes = [
        kernels.nearestHeightBytes(nx, ny, w, w) * nx * ny * nz,
        4 * nx * ny * nz,
        kernels.nearestLabelScratch(Math.max(ny, nz)),
      ];
      const [heights, labels, scratch] = sizes.map((size) => arena.allocate(size, 64));
      kernels.nearestLabelSlices(list.runs, list.rowOffsets, heights, labels, nx, ny, 0, nz, w, w, scratch);
      kernels.nearestLabelColumns(heights, labels, nx, ny, nz, 0, ny, w, w, 1, w, scratch);
      expect(() => arena.release(mark)).not.toThrow();
    }
  });

  it.each([[[50, 40, 1]], [[300, 1, 1]], [[1, 7, 1]], [[5, 4, 3]], [[1, 1, 1]]] as const)(
    "gives 0 everywhere where nothing is labelled, and writes all of it: %j",
    (shape) => {
      const empty = { shape, labels: new Array<number>(shape[0] * shape[1] * shape[2]).fill(0) };
      for (const spacing of SPACINGS) expect(run(empty, spacing)).toEqual(empty.labels);
    },
  );

  it("gives slices without labels those of others", () => {
    const { labels } = makeVolume([33, 5, 6], (x, y, z) => (z === 2 && y === 1 ? 1 + (x >> 3) : 0));
    for (const spacing of SPACINGS) compare({ shape: [33, 5, 6], labels }, spacing);
  });
});
