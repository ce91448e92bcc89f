import { VoxmatchError } from "../../base/errors.js";
import type { MaskSource } from "./mask-source.js";
import type { measureRequests } from "./measure-requests.js";
import type { MetricRequest } from "./metric-request.js";

let loaded: typeof measureRequests | null = null;

/** Loads distances and skeletons: metrics from counts do without them. */
export async function loadMeasuring(): Promise<typeof measureRequests> {
  loaded ??= (await import("./measure-requests.js")).measureRequests;
  return loaded;
}

/** Measures a union that a strategy asks for while it matches, once {@link loadMeasuring} was waited for. */
export function measureNow(masks: MaskSource, request: MetricRequest): void {
  if (loaded === null) {
    throw new VoxmatchError(
      "INTERNAL",
      "Voxels were asked for before anything was measured. This is a defect of voxmatch.",
    );
  }
  loaded(masks, [request]);
}
