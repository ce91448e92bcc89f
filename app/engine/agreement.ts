import type { InstanceCodes } from "./protocol.js";

/** Values in the map of agreement: background, both sides, reference alone, prediction alone. */
export const AGREEMENTS = ["both", "reference only", "prediction only"] as const;

/** The place in {@link AGREEMENTS}, from 1, of every voxel that is shown; 0: neither. */
export function agreementOf(reference: InstanceCodes, prediction: InstanceCodes): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(reference, (code, i) => {
    if (code === 0) return prediction[i] === 0 ? 0 : 3;
    return prediction[i] === 0 ? 2 : 1;
  });
}
