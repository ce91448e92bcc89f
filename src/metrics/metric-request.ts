import type { RunVolume, Triple } from "../../bindings/volumes/run-volume.js";
import type { MaskSettings } from "./formulas.js";
import type { MaskSource, PairOfMasks } from "./mask-source.js";
import type { MetricKey } from "./registry.js";

/** The metrics to measure on the voxels of a pair of masks. */
export interface PairRequest {
  readonly reference: RunVolume;
  readonly prediction: RunVolume;
  readonly pair: PairOfMasks;
  readonly keys: readonly MetricKey[];
  readonly spacing: Triple;
  readonly settings: MaskSettings;
}

/** Metrics to measure on the voxels of a pair of masks, and the name under which the values are remembered. */
export type MetricRequest = Omit<PairRequest, "reference" | "prediction"> & { readonly name: string };

/** Voxels of the box of a pair, which its cost follows. */
export function boxVoxels({ box: { shape } }: PairOfMasks): number {
  return shape[0] * shape[1] * shape[2];
}

/** Masks whose voxels are not kept: they are read again to be measured. */
export interface UnkeptMasks extends MaskSource {
  readonly reread: (requests: readonly MetricRequest[]) => Promise<void>;
}
