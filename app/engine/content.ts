/** Tells label volumes from images by their voxels. */
import { withEngine } from "../../bindings/pool/engine-pool.js";
import type { Volume } from "../../src/index.js";
import { openFile } from "../../src/io/open-file.js";
import { readIntensities } from "../../src/io/read-intensities.js";
import { type GivenVolume, inputOf } from "./given-volume.js";
import type { Doubt } from "./protocol.js";

/** Labels have fewer values than this, or stretches of equal ones. */
const MANY_VALUES = 64;
/** Voxels or stretches that are looked at. */
const SAMPLED = 1 << 18;
/** Voxels that equal the voxel before, of those other than 0: many among labels, few in an image. */
const EQUAL_SHARE = 0.5;

/** As many whole numbers are labels: an image of that size would take too much memory to look into. */
const MOST_LOOKED_INTO = 1 << 27;

/** Guesses from a file's voxels whether they are labels, numbers of instances or an image. @throws VoxmatchError as `readVolume` */
export async function contentOf(given: GivenVolume): Promise<"labels" | "image"> {
  const { file, ...beside } = inputOf(given);
  const header = await withEngine(undefined, async (engine) => {
    const source = await openFile(engine, file, { hash: false, ...beside });
    await source.close();
    return source.volume.header;
  });
  const voxels = header.shape.reduce((product, length) => product * length, 1);
  if (voxels > MOST_LOOKED_INTO && !header.dataType.startsWith("float")) return "labels";
  const { data, slope, intercept } = await readIntensities(file, beside);
  // Long stretches of neighbours, all over the volume.
  const [stretches, length] = [256, SAMPLED / 256];
  const values = new Set<number>();
  let [seen, equal] = [0, 0];
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s / stretches) * Math.max(0, data.length - length));
    for (let i = from + 1; i < Math.min(data.length, from + length); i++) {
      if (data[i] === 0) continue;
      seen++;
      if (data[i] === data[i - 1]) equal++;
      values.add(data[i]);
    }
  }
  const isWhole = [...values].every((value) => Number.isInteger(slope * value + intercept));
  if (!isWhole) return "image";
  return values.size > MANY_VALUES && equal < EQUAL_SHARE * seen ? "image" : "labels";
}

/** Whether a volume that was read as labels looks like an image; null: it does not. */
export function doubtOf(volume: Volume, side: Doubt["side"]): Doubt | null {
  if ("bits" in volume) return null;
  const { runs } = volume;
  const count = runs.length / 2;
  const step = Math.max(1, Math.floor(count / SAMPLED));
  const values = new Set<number>();
  let [seen, voxels] = [0, 0];
  for (let i = 0; i < count; i += step) {
    const bounds = runs[2 * i];
    voxels += (bounds >>> 16) - (bounds & 0xffff);
    values.add(runs[2 * i + 1]);
    seen++;
  }
  if (values.size <= MANY_VALUES || voxels > seen / EQUAL_SHARE) return null;
  return { side, values: values.size, isAll: step === 1 };
}
