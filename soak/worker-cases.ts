import type { Engine } from "../bindings/engine/engine.js";
import { withMapKernels } from "../bindings/maps/map-engine.js";
import { evaluatePass, runCase } from "../src/evaluation/pipeline.js";
import { Stopwatch } from "../src/evaluation/stopwatch.js";
import { withThreads } from "../src/maps/map-work.js";
import { resolveMapOptions } from "../src/maps/options/resolve.js";
import { withMapInputs } from "../src/maps/read/map-inputs.js";
import { scoreCase } from "../src/maps/score-case.js";
import { resolveOptions } from "../src/options/resolve.js";
import { toJson } from "../src/reports/case/json.js";
import { splitmix64 } from "../test/support/random.js";
import { files } from "./evaluations.js";
import { arrays, balls, masks, OPTIONS } from "./pair.js";

/** Evaluates a case, and says what came of it. */
export type Answer = () => Promise<string>;

export const THREADS = 2;
const SHAPE = [128, 128, 64];
/** Masks are packed by several threads from 12 MiB on. */
const MASK_SHAPE = [160, 160, 132];
/** A map of several blocks, whose values, of eight bytes each, fill several chunks. */
const MAP_SHAPE = [128, 128, 144];

/** Evaluations that together divide every kind of job which labels need. */
export function labelAnswers(engine: Engine): Answer[] {
  return [files(SHAPE), arrays(SHAPE), masks(MASK_SHAPE)].flatMap((inputs) =>
    Object.values(OPTIONS).map((options) => async () => {
      const resolved = resolveOptions(options);
      const mark = engine.arena.mark();
      try {
        const result = await runCase(engine, inputs, resolved, evaluatePass, { threads: THREADS });
        return toJson({ ...result, timings: {} } as never);
      } finally {
        engine.arena.release(mark);
      }
    }),
  );
}

/** The same of heatmaps: of a relevance, and of a probability of narrow numbers. */
export function mapAnswers(engine: Engine): Answer[] {
  const reference = { data: balls(MAP_SHAPE, 0), shape: MAP_SHAPE };
  const random = splitmix64(4);
  const floats = Float64Array.from(reference.data, (label) => (random() + label) / 4);
  const bytes = Uint8Array.from(floats, (value) => 255 * value);
  const options = {
    relevance: resolveMapOptions({}),
    probability: resolveMapOptions({ kind: "probability", scale: 255 }),
  };
  const inputs = [
    { map: { data: floats, shape: MAP_SHAPE }, reference, resolved: options.relevance },
    { map: { data: bytes, shape: MAP_SHAPE }, reference, resolved: options.probability },
  ];
  return inputs.map(({ resolved, ...each }) => async () => {
    const mark = engine.arena.mark();
    try {
      const alone = await withMapKernels(engine);
      return await withMapInputs(alone, each, resolved, async (opened) => {
        const threaded = await withThreads(alone, MAP_SHAPE, { threads: THREADS });
        const scored = await scoreCase(
          threaded,
          opened,
          { options: resolved, names: null, views: null },
          new Stopwatch(),
        );
        return JSON.stringify(scored);
      });
    } finally {
      engine.arena.release(mark);
    }
  });
}
