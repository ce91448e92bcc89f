import source from "../../build/bench/limits.wasm";
import type { Contender } from "./measure.js";

const PAGE_BYTES = 65_536;

interface Limits {
  readonly readAll: (from: number, bytes: number) => bigint;
  readonly linkPairs: (table: number, steps: number) => number;
}

async function instantiate(bytes: number): Promise<{ memory: WebAssembly.Memory; limits: Limits }> {
  const memory = new WebAssembly.Memory({
    initial: 1 + Math.ceil(bytes / PAGE_BYTES),
    maximum: PAGE_BYTES,
    shared: true,
  });
  const { instance } = await WebAssembly.instantiate(source, { env: { memory } });
  return { memory, limits: instance.exports as unknown as Limits };
}

/** A bare SIMD read of the bytes of `arrays`, all of them in one linear memory. */
export async function bareRead(arrays: readonly ArrayBufferView[]): Promise<Contender> {
  const bytes = arrays.reduce((sum, array) => sum + array.byteLength, 0);
  const { memory, limits } = await instantiate(bytes);
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    new Uint8Array(memory.buffer, at, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
    at += byteLength;
  }
  return { work: () => Number(limits.readAll(0, bytes) & 1n) };
}

/** A fixed loop of computing: `assembly/reference-loop.ts`. */
export async function referenceLoop(steps: number): Promise<Contender> {
  const { limits } = await instantiate(PAGE_BYTES);
  return { work: () => limits.linkPairs(0, steps) };
}
