import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { BlockRunWriter } from "../../../bindings/components/block-run-writer.js";
import { componentsOf, labelBlocks } from "../../../bindings/components/label-blocks.js";
import type { BlockComponents } from "../../../bindings/components/measure-blocks.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { arbitraryMask, bitsInto, flatten, worstMasks } from "../../support/blocks.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine();
});

/** All that components say, runs included. */
function plain({ list, count, measures, rowRuns }: BlockComponents) {
  const runs = Array.from(engine.arena.u32(list.runs, 2 * list.runCount));
  return { runs, count, measures, rowRuns };
}

/** Holds what grows by `step` block rows at a time against what is labelled at once. */
function compare(volume: PlainVolume, step: number): void {
  const mark = engine.arena.mark();
  const bits = bitsInto(engine, volume);
  const expected = plain(labelBlocks(engine, [bits])[0]);
  const blocks = new BlockRunWriter(engine, bits.shape);
  const rows = Math.ceil(volume.shape[1] / 2) * Math.ceil(volume.shape[2] / 2);
  for (let row = step; row < rows; row += step) blocks.addUntil(bits, row);
  blocks.addUntil(bits, rows);
  expect(blocks.row).toBe(rows);
  const [components] = componentsOf(engine, [blocks.united(bits)]);
  expect(plain(components)).toEqual(expected);
  engine.arena.release(mark);
}

it("equals what is labelled at once, however it grows", () => {
  fc.assert(
    fc.property(arbitraryMask(), fc.integer({ min: 1, max: 30 }), (volume, step) => {
      compare(volume, step);
      compare(flatten(volume), step);
    }),
    SEEDED,
  );
});

it.each(Object.entries(worstMasks()))("does so on: %s", (_name, volume) => compare(volume, 7));

it("takes more room as it needs it", () => {
  const dust = makeVolume([400, 60, 40], (x, y, z) => Number((x + 2 * (y >> 1) + 3 * (z >> 1)) % 4 === 0));
  compare(dust, 250);
  compare(dust, 10_000);
});
