import { totalmem } from "node:os";
import type { EvaluateOptions } from "../options/registry.js";

/** The shapes of a case's volumes, by their headers; null where a header could not be read. */
export interface CaseShapes {
  readonly reference: readonly number[] | null;
  readonly prediction: readonly number[] | null;
}

const MEBIBYTE = 2 ** 20;

/** The least that an evaluation needs: the engine's code, its memory's first pages, the thread's heap. */
const BASE_BYTES = 48 * MEBIBYTE;

/** The memory for ranking a map, and a voxel of it in the usual type. */
const MAP_BYTES = 16 * MEBIBYTE;
const MAP_VOXEL_BYTES = 4;

/** Of the machine's memory, what cases may take. The rest is for the system, files in its cache, and errors of the estimate. */
const SHARE = 0.6;

/** Default limit of the bytes that cases need together; in a container, derived from its memory. */
export function defaultMemory(): number {
  const { constrainedMemory } = process as { constrainedMemory?: () => number };
  const constrained = constrainedMemory?.call(process) ?? 0;
  const present = constrained > 0 && constrained < totalmem() ? constrained : totalmem();
  return Math.floor(present * SHARE);
}

/** Bytes that a case is expected to need at most, from what its headers say. */
export function memoryNeed({ reference, prediction }: CaseShapes, options: EvaluateOptions, hasMap = false): number {
  const voxels = [reference, prediction].reduce((sum, shape) => sum + (shape ?? [0]).reduce((a, b) => a * b, 1), 0);
  const ofMap = hasMap ? MAP_BYTES + (reference ?? [0]).reduce((a, b) => a * b, 1) * MAP_VOXEL_BYTES : 0;
  return BASE_BYTES + voxels * bytesPerVoxel(options) + ofMap;
}

function bytesPerVoxel({ regions }: EvaluateOptions): number {
  return regions ? 12 : 2;
}
