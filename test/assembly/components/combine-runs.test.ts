import fc from "fast-check";
import { expect, it } from "vitest";
import { intersectRuns, subtractRuns } from "../../../bindings/components/combine-runs.js";
import { paintLabels } from "../../../bindings/volumes/paint-labels.js";
import type { RunVolume } from "../../../bindings/volumes/run-volume.js";
import { intersect, subtract } from "../../oracle/combine-runs.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryPair, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

describeBuilds("combine-runs", (engine) => {
  const painted = (list: RunVolume) =>
    Array.from(paintLabels(engine(), [list], { origin: [0, 0, 0], shape: list.shape }, 0xffff_ffff));

  const compare = (first: PlainVolume, second: PlainVolume) => {
    const mark = engine().arena.mark();
    const a = scanInto(engine(), first);
    const b = scanInto(engine(), second);
    expect(painted(intersectRuns(engine(), a, b, 7))).toEqual(intersect(first, second, 7).labels);
    for (const label of [0, 1, 2]) {
      expect(painted(subtractRuns(engine(), a, b, label))).toEqual(subtract(first, second, label).labels);
    }
    engine().arena.release(mark);
  };

  it("equals the oracle on random pairs", () => {
    fc.assert(
      fc.property(arbitraryPair(5), ([first, second]) => compare(first, second)),
      SEEDED,
    );
  });

  it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) => {
    compare(volume, volume);
    compare(volume, { shape: volume.shape, labels: [...volume.labels].reverse() });
  });
});
