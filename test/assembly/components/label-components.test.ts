import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Connectivity, labelComponents } from "../../../bindings/components/label-components.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { paintLabels } from "../../../bindings/volumes/paint-labels.js";
import { labelComponents as floodFill } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { describeBuilds } from "../../support/builds.js";
import { goldenArrays, goldenCases } from "../../support/golden.js";
import { arbitraryVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

function components(engine: Engine, volume: PlainVolume, connectivity: Connectivity) {
  const mark = engine.arena.mark();
  const list = labelComponents(engine, scanInto(engine, volume), connectivity);
  const box = { origin: [0, 0, 0], shape: volume.shape } as const;
  const painted = Array.from(paintLabels(engine, [list], box, 0xffff_ffff));
  engine.arena.release(mark);
  return { painted, classes: Array.from(list.classes) };
}

function compare(engine: Engine, volume: PlainVolume, connectivity: Connectivity): void {
  const expected = floodFill(volume, connectivity);
  const { painted, classes } = components(engine, volume, connectivity);
  expect(painted).toEqual(expected);
  const expectedClasses: number[] = [];
  expected.forEach((component, i) => {
    if (component !== 0) expectedClasses[component - 1] = volume.labels[i];
  });
  expect(classes).toEqual(expectedClasses);
}

const ALL: readonly Connectivity[] = [6, 18, 26];
const FLAT: readonly Connectivity[] = [4, 8];
const flatten = (volume: PlainVolume): PlainVolume => ({
  shape: [volume.shape[0], volume.shape[1] * volume.shape[2], 1],
  labels: volume.labels,
});

interface GoldenCase {
  readonly shape: number[];
  readonly input: number;
  readonly results: { connectivity: Connectivity; mode: "multilabel" | "binary"; count: number; file: number }[];
}
const arrayAt = goldenArrays("components");

describeBuilds("label-components", (engine) => {
  it.each(ALL)("equals flood fill on random volumes, %i-connected", (connectivity) => {
    fc.assert(
      fc.property(arbitraryVolume(4), (volume) => compare(engine(), volume, connectivity)),
      SEEDED,
    );
  });

  it.each(FLAT)("equals flood fill on random 2D volumes, %i-connected", (connectivity) => {
    fc.assert(
      fc.property(arbitraryVolume(4), (volume) => compare(engine(), flatten(volume), connectivity)),
      SEEDED,
    );
  });

  describe.each(Object.entries(worstVolumes()))("%s", (_name, volume) => {
    it.each(ALL)("equals flood fill, %i-connected", (connectivity) => compare(engine(), volume, connectivity));
    it.each(FLAT)("equals flood fill in 2D, %i-connected", (connectivity) =>
      compare(engine(), flatten(volume), connectivity),
    );
  });

  const cases = goldenCases<GoldenCase>("components");
  it("finds the golden cases", () => expect(cases.length).toBeGreaterThan(5));
  it.each(cases)("equals the golden labels: %s", (_name, golden) => {
    const [nx, ny, nz = 1] = golden.shape;
    const u16 = (at: number) => Array.from(new Uint16Array(arrayAt(at, 2 * nx * ny * nz)));
    const labels = u16(golden.input);
    for (const { connectivity, mode, count, file } of golden.results) {
      const volume: PlainVolume = {
        shape: [nx, ny, nz],
        labels: mode === "binary" ? labels.map((label) => Math.min(label, 1)) : labels,
      };
      const { painted, classes } = components(engine(), volume, connectivity);
      expect(classes).toHaveLength(count);
      expect(painted).toEqual(u16(file));
    }
  });
});
