import { VoxmatchError } from "../../../base/errors.js";
import type { VoxelEncoding } from "../../../bindings/read/voxel-encoding.js";
import type { Pick } from "../layers/pick.js";
import type { StoredHeader, StoredVolume, VoxelFile } from "../voxel-source.js";
import { PiecewiseVolume } from "./piecewise-volume.js";

/** Numbers written as text, separated by spaces, from a place in a file on. */
export function asciiVolume(
  { source: { label }, bytes }: VoxelFile,
  header: StoredHeader,
  encoding: VoxelEncoding,
  from: number,
  { layers, layer, value }: Pick,
): StoredVolume {
  const read: VoxelEncoding = { ...encoding, dataType: "float64", littleEndian: true };
  return new PiecewiseVolume(label, header, read, async function* () {
    let [passed, rest, count] = [0, "", 0];
    const decoder = new TextDecoder("latin1");
    const picked = (words: readonly string[]) => {
      const numbers = words.map((word) => numberOf(word, label)).filter(() => count++ % layers === layer);
      const view = new DataView(new ArrayBuffer(8 * numbers.length));
      for (const [i, number] of numbers.entries()) {
        view.setFloat64(8 * i, value === null ? number : Number(number === value), true);
      }
      return new Uint8Array(view.buffer);
    };
    for await (const chunk of bytes.all()) {
      const text = rest + decoder.decode(chunk.subarray(Math.max(0, Math.min(chunk.length, from - passed))));
      passed += chunk.length;
      const words = text.split(/[\s,]+/);
      // The last word may go on in the next piece.
      rest = words.pop() ?? "";
      yield picked(words.filter((word) => word !== ""));
    }
    if (rest !== "") yield picked([rest]);
  });
}

/** Numbers that single bits of a double cannot tell apart are no labels anyway. */
function numberOf(word: string, label: string): number {
  const number = Number(word);
  if (!Number.isNaN(number) || /^nan$/i.test(word)) return number;
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label}: "${word.slice(0, 40)}" stands among the voxels, expected a number. The file is damaged: copy or write it again.`,
    { source: label, found: word.slice(0, 40) },
  );
}
