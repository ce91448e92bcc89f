import type { Engine } from "../engine/engine.js";
import type { ArenaVolume } from "../volumes/arena-volume.js";
import { rowCount } from "../volumes/run-volume.js";

/** The voxels of each of some labels in a volume; labels without any are left out. */
export function countLabels({ arena }: Engine, list: ArenaVolume, labels: ReadonlySet<number>): Map<number, number> {
  const counts = new Map<number, number>();
  if ("bits" in list) {
    if (!labels.has(list.label)) return counts;
    const words = arena.u32(list.bits, 2 * list.rowWords * rowCount(list.shape));
    let voxels = 0;
    for (let i = 0; i < words.length; i++) voxels += bitCount(words[i]);
    return voxels > 0 ? counts.set(list.label, voxels) : counts;
  }
  const words = arena.u32(list.runs, 2 * list.runCount);
  for (let i = 0; i < words.length; i += 2) {
    const label = words[i + 1];
    if (!labels.has(label)) continue;
    const ends = words[i];
    counts.set(label, (counts.get(label) ?? 0) + (ends >>> 16) - (ends & 0xffff));
  }
  return counts;
}

/** Bits set in a word of 32. */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return (((fours + (fours >>> 4)) & 0x0f0f_0f0f) * 0x0101_0101) >>> 24;
}
