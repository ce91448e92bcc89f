import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelBeside, labelQuads, type QuadComponents } from "../../../bindings/components/label-blocks.js";
import { QuadsAhead } from "../../../bindings/components/quads-ahead.js";
import { createEngine, type Engine } from "../../../bindings/engine/engine.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { arbitraryMasks, bitsInto, flatten, worstMasks } from "../../support/blocks.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

describe.each([1, 2, 3])("two volumes of which the first is joined ahead, on %i threads", (threads) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine();
    await engine.crew?.enlist(threads);
    await engine.crew?.listening(10_000);
  });
  afterAll(() => engine.crew?.dismiss());

  /** All that components say, runs included. */
  function plain({ list, count, measures, rowRuns }: QuadComponents) {
    const runs = Array.from(engine.arena.u32(list.runs, 2 * list.runCount));
    return { runs, count, measures, rowRuns };
  }

  function compare(first: PlainVolume, second: PlainVolume): void {
    const { arena } = engine;
    const mark = arena.mark();
    const alone = { ...engine, crew: null };
    const expected = labelQuads(alone, [bitsInto(engine, first), bitsInto(engine, second)]).map(plain);
    for (const [voxelsPerRun, steps] of [
      [1, 5],
      [30, 2],
      [2, 1],
    ]) {
      const ahead = new QuadsAhead(engine, first.shape, voxelsPerRun);
      const volumes = [bitsInto(engine, first), bitsInto(engine, second)] as const;
      const rows = first.shape[1] * first.shape[2];
      for (let i = 1; i <= steps; i++) ahead.know({ volume: volumes[0], rows: Math.floor((i * rows) / steps) });
      const found = labelBeside(engine, ahead, volumes).map(plain);
      expect(found).toEqual(expected);
    }
    arena.release(mark);
  }

  it("are labelled as at once, random masks", () => {
    fc.assert(
      fc.property(arbitraryMasks(), ([first, second]) => {
        compare(first, second);
        compare(flatten(first), flatten(second));
      }),
      SEEDED,
    );
  });

  it.each(Object.entries(worstMasks()))("so is: %s", (_name, volume) => compare(volume, volume));

  it("and so is a volume whose slabs are measured apart", () => {
    const tubes = (step: number) =>
      makeVolume([90, 80, 60], (x, y, z) => Number((x >> 3) % step === 0 && (y + z) % 30 > 4));
    compare(tubes(2), tubes(3));
    compare(
      tubes(3),
      makeVolume([90, 80, 60], () => 0),
    );
  });
});
