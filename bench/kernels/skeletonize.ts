import { createEngine } from "../../bindings/engine.js";
import { skeletonizeAt } from "../../bindings/skeletonize.js";
import { skeletonizeTwin } from "../twins/skeletonize.js";

type Shape = readonly [nx: number, ny: number, nz: number];

export interface SkeletonTiming {
  readonly kernel: "skeletonize";
  readonly build: "release" | "scalar" | "typescript";
  readonly volume: string;
  readonly voxels: number;
  readonly result: number;
  readonly runs: number;
  readonly minimumMs: number;
  readonly medianMs: number;
}

/**
 * Thinning of a ball and of a bundle of bent tubes, 64³ and 128³. Nothing is timed where the kernels and
 * the twin in plain TypeScript disagree.
 */
export async function benchSkeletonize(): Promise<SkeletonTiming[]> {
  const timings: SkeletonTiming[] = [];
  for (const size of [64, 128]) {
    const shape: Shape = [size, size, size];
    for (const [name, mask] of [
      ["ball", makeBall(size)],
      ["tubes", makeTubes(size)],
    ] as const) {
      const volume = `${name} ${size}³`;
      const voxels = countOf(mask);
      const expected = skeletonizeTwin(mask, shape);
      const twin = measure(3, () => countOf(skeletonizeTwin(mask, shape)));
      timings.push({ kernel: "skeletonize", build: "typescript", volume, voxels, ...twin });
      for (const build of ["release", "scalar"] as const) {
        const engine = await createEngine({ build });
        const { arena } = engine;
        const pointer = arena.copyIn(mask);
        skeletonizeAt(engine, pointer, shape);
        if (Buffer.compare(arena.u8(pointer, mask.length), expected) !== 0) {
          throw new Error(`${build} and TypeScript disagree on ${volume}`);
        }
        const restore = (): void => arena.u8(pointer, mask.length).set(mask);
        const thinning = measure(9, () => skeletonizeAt(engine, pointer, shape), restore);
        timings.push({ kernel: "skeletonize", build, volume, voxels, ...thinning });
      }
    }
  }
  return timings;
}

function measure(runs: number, run: () => number, prepare: () => void = () => {}) {
  const times: number[] = [];
  let result = 0;
  for (let i = -1; i < runs; i++) {
    prepare();
    const start = performance.now();
    result = run();
    // The first is the warm-up.
    if (i >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { result, runs, minimumMs: times[0], medianMs: times[runs >> 1] };
}

function countOf(mask: Uint8Array): number {
  let count = 0;
  for (const value of mask) count += value;
  return count;
}

function makeBall(size: number): Uint8Array {
  const middle = (size - 1) / 2 + 0.3;
  const radius = size * 0.45;
  return makeMask(size, (x, y, z) => (x - middle) ** 2 + (y - middle) ** 2 + (z - middle) ** 2 <= radius * radius);
}

/** Nine tubes along z, each on a helix, 5 % of the size in radius. */
function makeTubes(size: number): Uint8Array {
  const radius = size * 0.05;
  return makeMask(size, (x, y, z) => {
    const turn = (z / size) * 4;
    const dx = x - size * 0.06 * Math.cos(turn);
    const dy = y - size * 0.06 * Math.sin(turn);
    const cell = size / 3;
    return (
      ((((dx % cell) + cell) % cell) - cell / 2) ** 2 + ((((dy % cell) + cell) % cell) - cell / 2) ** 2 <= radius ** 2
    );
  });
}

function makeMask(size: number, isForeground: (x: number, y: number, z: number) => boolean): Uint8Array {
  const mask = new Uint8Array(size ** 3);
  for (let z = 0; z < size; z++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) if (isForeground(x, y, z)) mask[x + size * (y + size * z)] = 1;
  return mask;
}
