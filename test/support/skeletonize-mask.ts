import type { Engine } from "../../bindings/engine/engine.js";
import { type SkeletonMethod, skeletonize } from "../../bindings/skeletons/skeletonize.js";
import { packBits, unpackBits } from "./bits.js";
import type { MaskShape } from "./masks.js";

/** The skeleton of a mask of bytes, as bytes. The mask is thinned as a part of a larger box, off its words' beginnings. */
export function skeletonizeMask(
  engine: Engine,
  mask: Uint8Array,
  shape: MaskShape,
  method?: SkeletonMethod,
): Uint8Array {
  const { arena } = engine;
  const mark = arena.mark();
  const [nx, ny, nz = 1] = shape;
  const flat = shape.length === 2;
  const origin = [3, 2, flat ? 0 : 1] as const;
  const box = [nx + 5, ny + 3, flat ? 1 : nz + 2] as const;
  const voxels = nx * ny * nz;
  const labels = new Array<number>(box[0] * box[1] * box[2]).fill(0);
  const placeOf = (i: number) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    return x + origin[0] + box[0] * (y + origin[1] + box[1] * (z + origin[2]));
  };
  for (let i = 0; i < voxels; i++) labels[placeOf(i)] = mask[i];
  const bits = packBits(engine, { shape: box, labels });
  const part = { origin, shape: [nx, ny, nz] } as const;
  const skeleton = skeletonize(engine, { bits, shape: box, part }, { flat, method });
  const found = unpackBits(engine, skeleton.bits, box);
  const out = Uint8Array.from({ length: voxels }, (_, i) => found[placeOf(i)]);
  const count = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
  if (skeleton.voxels !== count(out))
    throw new Error(`${skeleton.voxels} voxels were counted, ${count(out)} are there.`);
  if (count(found) !== count(out)) throw new Error("A voxel of the skeleton lies outside the part.");
  arena.release(mark);
  return out;
}
