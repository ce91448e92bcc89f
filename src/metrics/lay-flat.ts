import type { Engine } from "../../bindings/engine/engine.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import type { Box } from "../../bindings/volumes/paint-labels.js";
import type { Triple } from "../../bindings/volumes/run-volume.js";
import type { PaintedPair } from "./paint-pair.js";

/** Masks whose axes that do not count come last. */
export interface LaidPair extends PaintedPair {
  /** Axes that count: a line, a slice, a volume. */
  readonly dimensions: 1 | 2 | 3;
  /** Which axis of the volume each of theirs is. */
  readonly axes: Triple;
}

/**
 * Turns masks so that axes of one voxel, which do not count as dimensions, come last: a slice across y or x is measured as one
 * across z is.
 *
 * ```
 *  arena:  | the masks turned, where they are not as they must be |
 * ```
 */
export function layFlat(engine: Engine, painted: PaintedPair): LaidPair {
  const { pair } = painted;
  const counted = [0, 1, 2].filter((axis) => !pair.thin[axis]);
  const [a, b, c] = [...counted, ...[0, 1, 2].filter((axis) => pair.thin[axis])];
  const axes: Triple = [a, b, c];
  const dimensions = counted.length === 3 ? 3 : counted.length === 2 ? 2 : 1;
  if (a === 0 && b === 1) return { ...painted, dimensions, axes };
  const turned = (bits: Pointer) => turnBits(engine, bits, pair.box.shape, axes);
  const box = (old: Box): Box => ({ origin: pick(old.origin, axes), shape: pick(old.shape, axes) });
  return {
    ...painted,
    pair: { ...pair, box: box(pair.box), referenceBox: box(pair.referenceBox), predictionBox: box(pair.predictionBox) },
    reference: turned(painted.reference),
    prediction: turned(painted.prediction),
    dimensions,
    axes,
  };
}

/** The numbers of a triple in another order of axes. */
export function pick(values: Triple, [a, b, c]: Triple): Triple {
  return [values[a], values[b], values[c]];
}

/** A mask in bits with its axes in another order. */
function turnBits({ arena, kernels }: Engine, bits: Pointer, shape: Triple, axes: Triple): Pointer {
  const turned = pick(shape, axes);
  // Across y alone the rows are the same ones.
  if (axes[0] === 0) return bits;
  const bytes = kernels.bitsBytes(...turned) >>> 0;
  const target = arena.allocateZeroed(bytes);
  const from = arena.u8(bits, kernels.bitsBytes(...shape) >>> 0);
  const to = arena.u8(target, bytes);
  const [ny, nz] = [shape[1], shape[2]];
  const [source, goal] = [rowPlaces(kernels, shape), rowPlaces(kernels, turned)];
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      // The volume is one voxel thick in x, so that each row has one bit.
      if ((from[source.begin + source.stride * (y + ny * z)] & 1) === 0) continue;
      const [i, j] = pick([0, y, z], axes);
      to[goal.begin + goal.stride * j + (i >> 3)] |= 1 << (i & 7);
    }
  }
  return target;
}

/** Where the rows of a mask in bits lie. */
function rowPlaces(kernels: Engine["kernels"], [nx]: Triple) {
  const [none, one] = [kernels.bitsBytes(nx, 0, 1) >>> 0, kernels.bitsBytes(nx, 1, 1) >>> 0];
  return { begin: none, stride: one - none };
}
