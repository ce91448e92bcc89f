import { readFile } from "node:fs/promises";
import { type MeasureOptions, measure, type Timing } from "./measure.js";

const PAGE_BYTES = 65_536;

/** Measures a bare SIMD read of the bytes of `arrays`, all of them in one linear memory. */
export async function measureRead(arrays: readonly ArrayBufferView[], options: MeasureOptions): Promise<Timing> {
  const bytes = arrays.reduce((sum, array) => sum + array.byteLength, 0);
  const memory = new WebAssembly.Memory({
    initial: 1 + Math.ceil(bytes / PAGE_BYTES),
    maximum: PAGE_BYTES,
    shared: true,
  });
  const source = await readFile(new URL("./read-limit.wasm", import.meta.url));
  const { instance } = await WebAssembly.instantiate(source, { env: { memory } });
  const readAll = instance.exports.readAll as (from: number, bytes: number) => bigint;
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    new Uint8Array(memory.buffer, at, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
    at += byteLength;
  }
  return measure(() => Number(readAll(0, bytes) & 1n), options);
}
