import { transfer } from "comlink";
import { areSegmentsApart } from "../../src/evaluation/segments-apart.js";
import {
  type EvaluateOptions,
  type EvaluationResult,
  encodeNifti,
  evaluate,
  type GroupResult,
  type InstanceName,
  type OpenCase,
  openCase,
  type ReadingOptions,
  readVolume,
  type Side,
  toJson,
  toTsv,
  VoxmatchError,
} from "../../src/index.js";
import { STRATEGY_NAMES } from "../../src/matching/registry.js";
import { explorable } from "../../src/options/exploration.js";
import { isRatio } from "../../src/options/resolve.js";
import { columnsOf, edgesOf, missesOf, numbersOf } from "./columns.js";
import { contentOf, doubtOf } from "./content.js";
import { displayAnatomy } from "./display-anatomy.js";
import { displayGrid } from "./display-grid.js";
import { noLabels, paintLabels } from "./display-labels.js";
import { type GivenVolume, inputOf } from "./given-volume.js";
import type { Answer, EngineApi, InstanceId, OpenedCase, SideColumns } from "./protocol.js";
import { replyTo } from "./reply.js";

/** An open case, how it was read and how long that took. */
interface Held {
  readonly opened: OpenCase;
  readonly readMs: number;
  readonly found: OpenedCase;
}

/** Answers the page: one case is kept open, and what was found out last is kept to be asked about. */
export class CaseEngine implements EngineApi {
  #held: Promise<Held> | null = null;
  #files: { readonly reference: GivenVolume; readonly prediction: GivenVolume; readonly read: string } | null = null;
  #explained: EvaluationResult | null = null;
  #measuring = new AbortController();

  /** Compiles the kernels and fetches what reading loads late, so that the first case does not wait for them. */
  async warmUp(): Promise<void> {
    const nothing = { data: new Uint8Array(1), shape: [1, 1] };
    await evaluate({ reference: nothing, prediction: nothing });
    // A gzip file without content: what reading loads late is there before it is refused.
    await readVolume(new Uint8Array([0x1f, 0x8b])).catch(() => {});
  }

  open = (reference: GivenVolume, prediction: GivenVolume, options: EvaluateOptions) =>
    replyTo(async () => {
      await this.close();
      return (await this.#hold(reference, prediction, readingOf(options))).found;
    });

  #hold(reference: GivenVolume, prediction: GivenVolume, reading: ReadingOptions): Promise<Held> {
    const holding = holdCase(reference, prediction, reading);
    this.#held = holding;
    this.#files = { reference, prediction, read: JSON.stringify(reading) };
    // A question before the case is open gets the same refusal.
    holding.catch(() => {});
    return holding;
  }

  close = async (): Promise<void> => {
    this.#measuring.abort();
    const held = this.#held;
    this.#held = null;
    this.#files = null;
    this.#explained = null;
    await held?.then(({ opened }) => opened.close()).catch(() => {});
  };

  awaitGraphics = async (): Promise<void> => {
    if (typeof OffscreenCanvas === "undefined") return;
    new OffscreenCanvas(1, 1).getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
  };

  contentOf = (file: GivenVolume) => replyTo(() => contentOf(file));

  count = (options: EvaluateOptions, group: string | null) =>
    replyTo(async () => {
      const { opened } = await this.#open(options);
      const { answer, transfers } = answerOf(await opened.evaluate({ ...options, taxonomy: false }), group);
      return transfer(answer, transfers);
    });

  measure = (options: EvaluateOptions, group: string | null, onProgress?: (share: number) => void) =>
    replyTo(async () => {
      // Before anything is waited for, so that a cancellation that comes at once is heard.
      this.#measuring.abort();
      this.#measuring = new AbortController();
      const { signal } = this.#measuring;
      const { opened } = await this.#open(options);
      const result = await opened.evaluate(
        { ...options, explain: true },
        { signal, onProgress: onProgress ?? (() => {}) },
      );
      this.#explained = result;
      const { answer, transfers } = answerOf(result, group);
      return transfer(answer, transfers);
    });

  cancel = async (): Promise<void> => this.#measuring.abort();

  curves = (options: EvaluateOptions, group: string) =>
    replyTo(async () => {
      const { opened } = await this.#open(options);
      const { allowManyToOne, objective, strategy: _, ...others } = options;
      const curves = [];
      for (const strategy of STRATEGY_NAMES) {
        const own = strategy === "greedy" ? { allowManyToOne } : strategy === "one-to-one" ? { objective } : {};
        const asked = { ...others, ...own, strategy, autc: "exact", ...CURVE_ONLY } as const;
        const result: GroupResult | undefined = (await opened.evaluate(asked)).groups[group];
        if (result === undefined) throw nothingThere();
        const curve = (result.autc_curve ?? []).flatMap((each) => ("from" in each ? [each] : []));
        curves.push({ strategy, curve, area: result.autc_pq ?? null });
      }
      return curves;
    });

  explore = (options: EvaluateOptions) =>
    replyTo(async () => {
      const { opened } = await this.#open(options);
      return opened.explore({ ...explorable(options), ...thresholdsAround(options), ...CURVE_ONLY });
    });

  labels = (options: EvaluateOptions) =>
    replyTo(async () => {
      const { opened, found } = await this.#open(options);
      const grid = displayGrid(found);
      const instances: Record<Side, readonly InstanceName[]> = { reference: [], prediction: [] };
      let codes = noLabels(grid);
      // One after the other, as the voxels of a side may take hundreds of megabytes.
      for (const side of ["reference", "prediction"] as const) {
        const own = await opened.labels(side, options);
        instances[side] = own.instances;
        codes = paintLabels(codes, side, { codes: own.data, count: own.instances.length, shape: own.shape }, grid);
      }
      return transfer({ codes, instances, shape: grid.shape, factors: grid.factors }, [codes.buffer]);
    });

  backdrop = (anatomy: GivenVolume | null) =>
    replyTo(async () => {
      const { found } = await this.#open();
      const grid = displayGrid(found);
      const { data, window } =
        anatomy === null
          ? { data: new Uint8Array(grid.shape[0] * grid.shape[1] * grid.shape[2]), window: null }
          : await displayAnatomy(anatomy, grid);
      // NiiVue would look through a file's voxels while the page waits.
      const corner = encodeNifti({ ...grid, data: new Uint8Array(1), shape: [1, 1, 1] }).buffer;
      return transfer({ corner, shades: data, window }, [corner, data.buffer]);
    });

  sentencesOf = async ({ group, side, label }: InstanceId): Promise<readonly string[]> => {
    const explanation = this.#explained?.groups[group]?.explanation;
    if (explanation === undefined) return [];
    const pairs = explanation.edges.filter((edge) => edge[side] === label).map((edge) => edge.text);
    const { references, predictions } = explanation.unmatched;
    const alone = (side === "reference" ? references : predictions).find((each) => each.label === label);
    return alone === undefined ? pairs : [alone.text, ...pairs];
  };

  report = (format: "json" | "tsv", options: EvaluateOptions) =>
    replyTo(async () => {
      const { opened, readMs } = await this.#open(options);
      const result = await opened.evaluate(options);
      const timed = { ...result, timings: { read: readMs, ...result.timings } };
      return format === "json" ? toJson(timed) : toTsv(timed);
    });

  /** The open case. Options that ask for another reading have the files read again. */
  async #open(options: EvaluateOptions | null = null): Promise<Held> {
    const reading = options === null ? null : readingOf(options);
    if (this.#files !== null && reading !== null && this.#files.read !== JSON.stringify(reading)) {
      const { reference, prediction } = this.#files;
      const before = this.#held;
      const held = this.#hold(reference, prediction, reading);
      await before?.then(({ opened }) => opened.close()).catch(() => {});
      return held;
    }
    if (this.#held !== null) return this.#held;
    throw new VoxmatchError("CASE_CLOSED", "No case is open. Open a reference and a prediction first.");
  }
}

/** Options for a curve or a grid. Everything it does not show is off, to save time. */
const CURVE_ONLY = { metrics: ["iou"], globalMetrics: [], taxonomy: false, regions: false } as const;

/** A distance has no usual thresholds: the grid varies the one that is chosen, in mm. */
function thresholdsAround({ matchingMetric = "iou", threshold = 1 }: EvaluateOptions): { thresholds?: number[] } {
  if (isRatio(matchingMetric) || threshold === 0) return {};
  return { thresholds: [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4].map((factor) => factor * threshold) };
}

/** Those of an evaluation's options that decide how files are read. */
function readingOf({ roundLabels, maximumVoxels, ignoreLabel = 0 }: EvaluateOptions): ReadingOptions {
  return {
    ...(roundLabels !== undefined && { roundLabels }),
    ...(maximumVoxels !== undefined && { maximumVoxels }),
    ...(ignoreLabel < 0 && { ignoreLabel }),
  };
}

async function holdCase(reference: GivenVolume, prediction: GivenVolume, reading: ReadingOptions): Promise<Held> {
  const start = performance.now();
  const { ignoreLabel, ...others } = reading;
  const options = { ...others, negativeLabel: ignoreLabel };
  const read = (given: GivenVolume) => {
    const { file, ...beside } = inputOf(given);
    return readVolume(file, { ...options, ...beside });
  };
  const volumes = await Promise.all([read(reference), read(prediction)]).catch((error: unknown) => {
    if (areSegmentsApart(error)) return null;
    throw error;
  });
  // Segments that overlap are no volume; the case reads them one by one.
  const [one, other] = volumes ?? [inputOf(reference), inputOf(prediction)];
  const opened = await openCase({ reference: one, prediction: other }, reading);
  const readMs = performance.now() - start;
  const doubts =
    volumes
      ?.map((volume, i) => doubtOf(volume, i === 0 ? "reference" : "prediction"))
      .filter((doubt) => doubt !== null) ?? [];
  const [{ shape, spacing, affine }] = opened.headers;
  return { opened, readMs, found: { shape, spacing, affine, doubts } };
}

function nothingThere(): VoxmatchError {
  return new VoxmatchError(
    "INVALID_OPTION",
    "No group is left to show: neither volume has a label of the groups asked for. Change the option groups.",
    { option: "groups" },
  );
}

/** The page's view of a result, and the buffers to transfer. */
function answerOf(result: EvaluationResult, group: string | null) {
  const names = Object.keys(result.groups);
  const name = group !== null && group in result.groups ? group : (names[0] ?? "");
  const chosen: GroupResult | undefined = result.groups[name];
  if (chosen === undefined) throw nothingThere();
  const { reference, prediction } = columnsOf(chosen);
  const answer: Answer = {
    options: result.options,
    notes: result.notes,
    definitions: result.definitions,
    groups: Object.fromEntries(Object.entries(result.groups).map(([each, own]) => [each, numbersOf(own)])),
    group: name,
    reference,
    prediction,
    edges: chosen.explanation ? edgesOf(chosen.explanation) : null,
    misses: chosen.explanation ? missesOf(chosen.explanation) : null,
  };
  return { answer, transfers: [reference, prediction].flatMap(buffersOf) };
}

function buffersOf(side: SideColumns): ArrayBufferLike[] {
  const { metrics, ...columns } = side;
  return [...Object.values(columns), ...Object.values(metrics)].map((column) => column.buffer);
}
