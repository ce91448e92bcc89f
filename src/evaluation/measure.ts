import type { MaskSource } from "../metrics/mask-source.js";
import { loadMeasuring } from "../metrics/measure-late.js";
import { boxVoxels, type MetricRequest, type UnkeptMasks } from "../metrics/metric-request.js";
import { now } from "./clock.js";
import type { WorkOptions } from "./work-options.js";

/** Measures requests of one source of masks. */
export type Measure = (masks: MaskSource, requests: readonly MetricRequest[]) => Promise<void>;

/** About as many voxels are searched in 20 ms. */
const STEP_VOXELS = 2 ** 20;

/** Shortest time between two reports of progress, and between two checks of the signal. */
const SLICE_MS = 20;

/**
 * Measures batches on all threads of the engine. With a progress callback or an abort signal it works in steps; between these
 * it reports the progress and checks the signal.
 */
export class Measurement {
  readonly #work: WorkOptions;
  readonly #batches: number;
  #done = 0;
  #last = now();

  /** @param batches how often {@link planned} will be called: what progress is a share of */
  constructor({ signal, onProgress }: WorkOptions, batches: number) {
    this.#work = { signal, onProgress };
    this.#batches = Math.max(1, batches);
  }

  /** Measures one of the planned batches. */
  planned: Measure = async (masks, requests) => {
    await this.#inSteps(masks, requests, (share) => (this.#done + share) / this.#batches);
    this.#done++;
  };

  /** Measures what only shows once groups are matched: curves, regions, merged lesions. Progress stays where it is. */
  further: Measure = (masks, requests) => this.#inSteps(masks, requests, () => this.#done / this.#batches);

  async #inSteps(
    masks: MaskSource | UnkeptMasks,
    requests: readonly MetricRequest[],
    shareOf: (share: number) => number,
  ) {
    const { signal, onProgress } = this.#work;
    const measureRequests = await loadMeasuring();
    if ("reread" in masks) return masks.reread(requests);
    if (signal === undefined && onProgress === undefined) return measureRequests(masks, requests);
    const threads = masks.engine.workerPool?.threads ?? 1;
    let done = 0;
    for (const step of steps(requests, threads === 1 ? 0 : threads * STEP_VOXELS)) {
      measureRequests(masks, step);
      done += step.length;
      if (now() - this.#last < SLICE_MS) continue;
      onProgress?.(shareOf(done / requests.length));
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      this.#last = now();
    }
  }
}

/** Requests one after the other, as many at once as hold about `stepVoxels`. */
function* steps(requests: readonly MetricRequest[], stepVoxels: number): Generator<readonly MetricRequest[]> {
  let step: MetricRequest[] = [];
  let voxels = 0;
  for (const request of requests) {
    step.push(request);
    voxels += boxVoxels(request.pair);
    if (voxels < stepVoxels) continue;
    yield step;
    step = [];
    voxels = 0;
  }
  if (step.length > 0) yield step;
}
