import { VoxmatchError } from "../../base/errors.js";

/**
 * Makes the import that a debug build calls when an assertion fails: it reads the two strings that AssemblyScript
 * passes (UTF-16, their byte length in the four bytes before) and throws one of the package's errors.
 */
export function makeAbort(memory: WebAssembly.Memory) {
  const text = (pointer: number): string => {
    if (pointer === 0) return "no message";
    const [bytes] = new Uint32Array(memory.buffer, pointer - 4, 1);
    return String.fromCharCode(...new Uint16Array(memory.buffer, pointer, bytes / 2));
  };
  return (message: number, file: number, line: number, column: number): never => {
    const place = `${text(file >>> 0)}:${line}:${column}`;
    const cause = text(message >>> 0);
    throw new VoxmatchError("INTERNAL", `A kernel stopped at ${place} (${cause}). This is a defect of voxmatch.`, {
      place,
      cause,
    });
  };
}
