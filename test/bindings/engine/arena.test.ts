import { beforeEach, describe, expect, it } from "vitest";
import { Arena } from "../../../bindings/engine/arena.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { DIRT, HostileArena } from "../../support/hostile-arena.js";

/** Kernels may read that far before and behind a block (CONTRIBUTING.md, "Rules of kernels"). */
const GUARD = 64;

describe("an arena", () => {
  let engine: Engine;
  beforeEach(async () => {
    engine = await createEngine({ maximumBytes: 4 * 65_536 });
  });

  it("leaves 64 readable bytes before the first block, between blocks and behind the last", () => {
    const { arena } = engine;
    const sizes = [1, 7, 64, 0, 100, 4096, 33];
    const blocks = sizes.flatMap((bytes) => [
      [arena.allocate(bytes), bytes],
      [arena.allocate(bytes, 64), bytes],
      [arena.allocateZeroed(bytes), bytes],
      [arena.copyIn(new Uint8Array(bytes)), bytes],
    ]);
    let end = 0;
    for (const [pointer, bytes] of blocks) {
      expect(pointer - end).toBeGreaterThanOrEqual(GUARD);
      end = pointer + bytes;
    }
    expect(arena.memory.buffer.byteLength - end).toBeGreaterThanOrEqual(GUARD);
  });

  it("leaves them behind a block that fills the last page to the end", () => {
    const { arena } = engine;
    const page = 65_536;
    const pointer = arena.allocate(page - arena.used);
    expect(arena.memory.buffer.byteLength).toBeGreaterThanOrEqual(page + GUARD);
    arena.resizeLast(pointer, 2 * page - pointer);
    expect(arena.memory.buffer.byteLength).toBeGreaterThanOrEqual(2 * page + GUARD);
    expect(arena.allocate(1) - 2 * page).toBeGreaterThanOrEqual(GUARD);
  });

  it("leaves them behind a block that was resized, up or down", () => {
    const { arena } = engine;
    for (const bytes of [10, 3000, 1, 0]) {
      const pointer = arena.allocate(100);
      arena.resizeLast(pointer, bytes);
      expect(arena.allocate(1) - (pointer + bytes)).toBeGreaterThanOrEqual(GUARD);
    }
  });

  it("begins within a block of another arena as far behind its begin", () => {
    const { memory, fillZeros } = engine.arena;
    expect(new Arena(memory, 65_536, fillZeros, 1024).allocate(1)).toBeGreaterThanOrEqual(1024 + GUARD);
  });

  it("aligns blocks", () => {
    const { arena } = engine;
    for (const align of [1, 4, 8, 16, 64, 4096]) {
      arena.allocate(3, 1);
      expect(arena.allocate(3, align) % align).toBe(0);
    }
  });

  it("gives the same place again after a release, with what was there, and zeros where these are asked for", () => {
    const { arena } = engine;
    const mark = arena.mark();
    const pointer = arena.allocate(1000);
    arena.u8(pointer, 1000).fill(0xa5);
    arena.release(mark);
    expect(arena.used).toBe(mark);
    expect(arena.allocate(1000)).toBe(pointer);
    expect(arena.u8(pointer, 1000).every((byte) => byte === 0xa5)).toBe(true);
    arena.release(mark);
    expect(arena.allocateZeroed(990)).toBe(pointer);
    const bytes = arena.u8(pointer, 1000);
    expect(bytes.subarray(0, 990).every((byte) => byte === 0)).toBe(true);
    // No byte more is cleared.
    expect(bytes.subarray(990).every((byte) => byte === 0xa5)).toBe(true);
  });

  it("keeps the content of the last block when it grows over a page, and remembers the most that was in use", () => {
    const { arena } = engine;
    const mark = arena.mark();
    const pointer = arena.copyIn(Uint8Array.from({ length: 999 }, (_, i) => i));
    arena.resizeLast(pointer, 3 * 65_536);
    expect([...arena.u8(pointer, 999)]).toEqual(Array.from({ length: 999 }, (_, i) => i & 255));
    arena.release(mark);
    expect(arena.highWater).toBe(pointer + 3 * 65_536 + GUARD);
    expect(arena.used).toBe(mark);
  });

  it("refuses what does not fit, says how much that is, and stays as it was", () => {
    const { arena } = engine;
    arena.allocate(1000);
    const mark = arena.mark();
    const bytes = 4 * 65_536;
    // The block begins at the next multiple of 16, and its guard counts.
    const requiredBytes = Math.ceil(mark / 16) * 16 + bytes + GUARD - mark;
    const details = { requiredBytes, availableBytes: bytes - mark, maximumBytes: bytes };
    const refusal = expect.objectContaining({ code: "OUT_OF_MEMORY", details });
    expect(() => arena.allocate(bytes)).toThrow(refusal);
    expect(arena.mark()).toBe(mark);
    // All that is left, but for the guard, still fits.
    const pointer = arena.allocate(bytes - GUARD - Math.ceil(mark / 16) * 16);
    expect(arena.mark()).toBe(bytes);
    expect(pointer).toBe(Math.ceil(mark / 16) * 16);
    expect(() => arena.allocate(0)).toThrow(expect.objectContaining({ code: "OUT_OF_MEMORY" }));
  });
});

describe("the arena of the kernels' suites", () => {
  it("leaves dirt in and around blocks, and notices what is written around one", async () => {
    const { arena: plain } = await createEngine();
    const arena = new HostileArena(plain.memory, plain.maximumBytes, plain.fillZeros);
    const isDirt = (pointer: number, bytes: number) => arena.u8(pointer, bytes).every((byte) => byte === DIRT);
    for (const bytes of [0, 1, 7, 8, 9, 63, 64, 1000]) {
      for (const place of [bytes, bytes + 1, bytes + 63, -1, -64]) {
        const mark = arena.mark();
        const pointer = arena.allocate(bytes, 1 + (bytes % 3));
        expect(isDirt(pointer - GUARD, bytes + 2 * GUARD)).toBe(true);
        arena.u8(pointer, bytes).fill(0);
        arena.check();
        arena.u8(pointer + place, 1)[0] = 0;
        const breach = `The byte at ${pointer + place} was written, but a block of ${bytes} bytes begins at ${pointer}`;
        if (place === bytes) expect(() => arena.check()).toThrow(breach);
        else if (place > bytes + 1) expect(() => arena.resizeLast(pointer, bytes + 5)).toThrow(breach);
        else expect(() => arena.release(mark)).toThrow(breach);
        arena.release(mark);
      }
    }
  });

  it("keeps what a block holds when that grows or shrinks, and moves its fence", async () => {
    const { arena: plain } = await createEngine();
    const arena = new HostileArena(plain.memory, plain.maximumBytes, plain.fillZeros);
    const pointer = arena.copyIn(Uint8Array.of(1, 2, 3, 4, 5));
    arena.resizeLast(pointer, 9);
    expect([...arena.u8(pointer, 9)]).toEqual([1, 2, 3, 4, 5, DIRT, DIRT, DIRT, DIRT]);
    arena.u8(pointer + 5, 4).fill(0);
    arena.check();
    arena.resizeLast(pointer, 2);
    expect([...arena.u8(pointer, 4)]).toEqual([1, 2, DIRT, DIRT]);
    arena.u8(pointer, 3)[2] = 0;
    expect(() => arena.check()).toThrow(`The byte at ${pointer + 2} was written`);
  });
});
