import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../../bindings/engine/engine.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { packArray } from "../../../bindings/read/pack-array.js";
import { bitBytes } from "../../../bindings/volumes/bit-volume.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { packBits } from "../../oracle/pack-bits.js";
import { arbitraryMask, asMask } from "../../support/blocks.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

const U8 = { dataType: "uint8", littleEndian: true, slope: 1, intercept: 0 } as const;
const PIECE_BYTES = 100;

describe.each([2, 3, 4])("an array packed on %i threads", (threads) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine();
    await engine.workerPool?.resize(threads);
    await engine.workerPool?.waitUntilReady(10_000);
    expect(engine.workerPool?.present).toBe(threads - 1);
  });
  afterAll(() => engine.workerPool?.terminate());

  /** The words and the label; null where the array is left to the scanner. */
  function packed(data: Uint8Array | Uint16Array | Int16Array, shape: PlainVolume["shape"], encoding = {}) {
    const mark = engine.arena.mark();
    const list = packArray(engine, { data, shape, encoding: { ...U8, ...encoding } }, PIECE_BYTES);
    if (list === null) expect(engine.arena.mark()).toBe(mark);
    const bytes = list && engine.arena.u8(list.bits, bitBytes(shape)).slice();
    engine.arena.release(mark);
    return list && bytes && { label: list.label, words: [...new BigUint64Array(bytes.buffer)] };
  }

  it("equals the oracle on random masks, wherever a label shows at a glance", () => {
    let divided = 0;
    fc.assert(
      fc.property(arbitraryMask(), fc.integer({ min: 1, max: 255 }), (volume, one) => {
        const mask = asMask(volume, one);
        const found = packed(Uint8Array.from(mask.labels), mask.shape);
        if (found === null) return;
        divided++;
        const { words, label } = packBits(mask);
        expect(found).toEqual({ words, label });
      }),
      SEEDED,
    );
    expect(divided).toBeGreaterThan(40);
  });

  const SHAPE = [40, 20, 5] as const;
  const ball = (x: number, y: number, z: number) => (x - 20) ** 2 + (y - 10) ** 2 + 4 * (z - 2) ** 2 < 80;

  it("takes labels of two bytes", () => {
    const mask = makeVolume(SHAPE, (x, y, z) => (ball(x, y, z) ? 40_000 : 0));
    const { words, label } = packBits(mask);
    expect(packed(Uint16Array.from(mask.labels), SHAPE, { dataType: "uint16" })).toEqual({ words, label });
  });

  it("leaves a second label to the scanner, wherever it is", () => {
    for (const voxel of [0, 1, 39, 40, 1999, 2000, 3998, 3999]) {
      const mask = makeVolume(SHAPE, (x, y, z) => Number(ball(x, y, z)));
      const data = Uint8Array.from(mask.labels);
      data[voxel] = 2;
      expect(packed(data, SHAPE)).toBeNull();
    }
  });

  it("leaves negative voxels, voxels of other byte order, slopes and empty volumes to the scanner", () => {
    const mask = makeVolume(SHAPE, (x, y, z) => Number(ball(x, y, z)));
    const negative = Int16Array.from(mask.labels, (label) => -label);
    expect(packed(negative, SHAPE, { dataType: "int16" })).toBeNull();
    const late = Int16Array.from(mask.labels);
    late[3999] = -1;
    expect(packed(late, SHAPE, { dataType: "int16" })).toBeNull();
    const labels = Uint16Array.from(mask.labels);
    expect(packed(labels, SHAPE, { dataType: "uint16", littleEndian: false })).toBeNull();
    expect(packed(labels, SHAPE, { dataType: "uint16", slope: 2 })).toBeNull();
    expect(packed(new Uint8Array(4000), SHAPE)).toBeNull();
  });
});

it("leaves everything to the scanner on one thread", async () => {
  const engine = await createEngine();
  const data = new Uint8Array(4000).fill(1);
  expect(packArray(engine, { data, shape: [40, 20, 5], encoding: U8 }, PIECE_BYTES)).toBeNull();
});
