import { mkdirSync, writeFileSync } from "node:fs";
import type { Engine } from "../../bindings/engine/engine.js";
import { withMapKernels } from "../../bindings/maps/map-engine.js";
import { signMap } from "../../bindings/maps/map-volume.js";
import { listSegments } from "../../bindings/maps/segments.js";
import type { Match } from "../peers/peers.js";
import { scanToRuns } from "../support/compare.js";
import { FLOOR, MAP_WORK, makeMap } from "./map-design.js";
import { TOP_PERCENTS, worksOf } from "./map-works.js";

const FOLDER = "build/bench/files";

type Made = (engine: Engine, quick: boolean) => Promise<Match>;

/** Work on maps that other packages do. */
export const MAP_MATCHES: readonly Made[] = [
  made("regions", (works) => ({
    ours: () => works.sums().own.sum + works.table().regions[1].sum,
    answer: works.table().regions[1].mean,
  })),
  made("ranks", ({ rank }) => ({ ours: () => rank("ranks").ranks.length, answer: TOP_PERCENTS.length })),
  made("order", ({ rank, auroc }) => ({ ours: () => rank("order").pairs, answer: auroc(rank("order")) })),
  made("areas", ({ rank, auroc }) => ({ ours: () => rank("areas").pairs, answer: auroc(rank("areas")) })),
  made("tree", ({ tree, label }) => ({ ours: () => tree(FLOOR).voxels, answer: label() })),
  made("whole", ({ tree }) => ({ ours: () => tree(0).voxels, answer: tree(0).voxels })),
];

function made(
  work: keyof typeof MAP_WORK,
  measured: (works: ReturnType<typeof worksOf>) => { readonly ours: () => number; readonly answer: number },
): Made {
  return async (plain, quick) => {
    const engine = await withMapKernels(plain);
    const { arena } = engine;
    const { name, shape, map, reference, atlas } = makeMap(quick ? 64 : 256);
    const given = {
      map: `${FOLDER}/map.f32`,
      reference: `${FOLDER}/map-reference.u8`,
      atlas: `${FOLDER}/map-atlas.u8`,
    };
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(given.map, map);
    writeFileSync(given.reference, reference);
    writeFileSync(given.atlas, atlas);
    const [runs, regions] = [reference, atlas].map((labels) => scanToRuns(engine, labels, shape));
    const volume = { data: arena.copyIn(map), dataType: "float32", shape, slope: 1, intercept: 0, divisor: 1 } as const;
    const signed = signMap(engine, volume, "signed");
    const works = worksOf(engine, { signed, runs, atlas: regions, segments: listSegments(engine, runs, null, 2) });
    const mark = arena.mark();
    const reset = () => arena.release(mark);
    const { ours, answer } = measured(works);
    reset();
    return {
      work: MAP_WORK[work],
      workload: name,
      task: `map_${work}`,
      given: { ...given, shape, floor: FLOOR, percents: TOP_PERCENTS },
      ours,
      reset,
      check: (found, peer) => {
        if (typeof found === "number" && Math.abs(found - answer) <= 1e-6 * Math.abs(answer)) return;
        throw new Error(`${MAP_WORK[work]}: ${found} by ${peer}, and ${answer} by voxmatch.`);
      },
    };
  };
}
