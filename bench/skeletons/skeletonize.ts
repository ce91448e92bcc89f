/** Thinning of a ball and of a bundle of bent tubes. */
import type { Engine } from "../../bindings/engine/engine.js";
import { skeletonize } from "../../bindings/skeletons/skeletonize.js";
import { skeletonizeTwin } from "../oracle/skeletonize.js";
import { packBits, unpackBits } from "../support/bits.js";
import { checkArrays, makeEngines } from "../support/compare.js";
import { type Contender, type MeasureOptions, measureInTurn } from "../support/measure.js";
import type { Shape } from "../support/paint-shapes.js";
import type { Result } from "../support/result.js";

export async function benchSkeletonize(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const engines = await makeEngines();
  const results: Result[] = [];
  for (const edge of quick ? [32] : [64, 128]) {
    const shape: Shape = [edge, edge, edge];
    for (const [name, mask] of [
      ["ball", makeBall(edge)],
      ["tubes", makeTubes(edge)],
    ] as const) {
      const workload = `${name} ${edge}³`;
      const expected = skeletonizeTwin(mask, shape);
      const contenders: Record<string, Contender> = {
        typescript: { work: () => skeletonizeTwin(mask, shape).length },
      };
      const marks = engines.map(({ arena }) => arena.mark());
      for (const engine of engines) {
        const { arena, build } = engine;
        const bits = packBits(engine, mask, shape);
        const before = arena.mark();
        checkArrays(
          unpackBits(engine, skeletonize(engine, whole(bits, shape), VOLUME).bits, shape),
          expected,
          workload,
        );
        contenders[build] = skeletonizing(engine, bits, shape);
        arena.release(before);
      }
      const timings = await measureInTurn(contenders, options);
      engines.forEach(({ arena }, i) => {
        arena.release(marks[i]);
      });
      for (const by of ["release", "scalar", "typescript"] as const) {
        results.push({ work: "skeletonize", workload, by, voxels: mask.length, ...timings[by] });
      }
    }
  }
  return results;
}

const VOLUME = { flat: false } as const;

/** Thins a mask in bits again and again. */
export function skeletonizing(engine: Engine, bits: number, shape: Shape): Contender {
  return {
    work: () => {
      const mark = engine.arena.mark();
      const { voxels } = skeletonize(engine, whole(bits, shape), VOLUME);
      engine.arena.release(mark);
      return voxels;
    },
  };
}

function whole(bits: number, shape: Shape) {
  return { bits, shape, part: { origin: [0, 0, 0], shape } } as const;
}

/** Of 0.45 of the edge in radius. */
export function makeBall(edge: number): Uint8Array<ArrayBuffer> {
  const middle = (edge - 1) / 2 + 0.3;
  const radius = edge * 0.45;
  return makeMask(edge, (x, y, z) => (x - middle) ** 2 + (y - middle) ** 2 + (z - middle) ** 2 <= radius * radius);
}

/** Nine tubes along z, each on a helix, 5 % of the edge in radius. */
function makeTubes(edge: number): Uint8Array<ArrayBuffer> {
  const radius = edge * 0.05;
  const cell = edge / 3;
  const within = (at: number) => (((at % cell) + cell) % cell) - cell / 2;
  return makeMask(edge, (x, y, z) => {
    const turn = (z / edge) * 4;
    const dx = within(x - edge * 0.06 * Math.cos(turn));
    const dy = within(y - edge * 0.06 * Math.sin(turn));
    return dx ** 2 + dy ** 2 <= radius ** 2;
  });
}

function makeMask(edge: number, isForeground: (x: number, y: number, z: number) => boolean): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(edge ** 3);
  for (let z = 0, i = 0; z < edge; z++)
    for (let y = 0; y < edge; y++) for (let x = 0; x < edge; x++, i++) mask[i] = Number(isForeground(x, y, z));
  return mask;
}
