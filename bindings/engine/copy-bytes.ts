/** Below this many bytes making a Buffer costs more than it gains. */
const WORTH_A_BUFFER = 4096;

const buffers = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:buffer");

/**
 * Copies bytes into linear memory. Typed arrays copy into shared memory word by word, and byte by byte where the addresses
 * differ modulo 8; Node's `fill` copies as the machine does best: 79 MB in 5.6 ms for 8.1, at any alignment.
 */
export function copyBytes(memory: WebAssembly.Memory, pointer: number, bytes: Uint8Array): void {
  if (buffers === undefined || bytes.length < WORTH_A_BUFFER) new Uint8Array(memory.buffer, pointer).set(bytes);
  else buffers.Buffer.from(memory.buffer, pointer, bytes.length).fill(bytes);
}

/**
 * Words out of linear memory, in a new buffer. Where Node has it, memory that is not zeroed first: 10 MB in 1.3 ms for 2.1.
 */
export function copyWordsOut(memory: WebAssembly.Memory, pointer: number, count: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(memory.buffer, pointer, count);
  if (buffers === undefined || 4 * count < WORTH_A_BUFFER) return words.slice() as Uint32Array<ArrayBuffer>;
  const { buffer } = buffers.Buffer.allocUnsafeSlow(4 * count).fill(new Uint8Array(memory.buffer, pointer, 4 * count));
  return new Uint32Array(buffer as ArrayBuffer);
}

/** The bytes in whose steps {@link copyBytes} wants both addresses to be equal; 1 if any will do. */
export const COPY_ALIGNMENT = buffers === undefined ? 8 : 1;
