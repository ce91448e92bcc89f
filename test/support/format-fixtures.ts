import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { LabelVoxels } from "../../base/types.js";
import { voxelsOf } from "./nifti.js";

/** Files of other projects, with what independent readers say of them; outside of the tree. */
export const FORMAT_FIXTURES = "../shared/formats/fixtures";

/** Whether these are there, or must be. */
export const RUNS_FORMAT_FIXTURES = existsSync(FORMAT_FIXTURES) || process.env.CI === "true";

/** A file's content by independent readers. */
export interface ExpectedVolume {
  readonly sha256_u32_x_fastest?: string;
  readonly shape?: readonly number[];
  readonly spacing?: readonly number[];
  readonly affine_ras?: readonly (readonly number[])[];
  /** Values read by ITK. */
  readonly itk?: ExpectedVolume;
  readonly layers?: readonly ExpectedVolume[];
  readonly arrays?: Readonly<Record<string, ExpectedVolume>>;
  readonly datasets?: Readonly<Record<string, ExpectedVolume>>;
  readonly per_segment?: Readonly<Record<string, ExpectedVolume & { readonly voxels?: number }>>;
}

/** By path. */
export function expectedVolumes(): Readonly<Record<string, ExpectedVolume>> {
  if (!RUNS_FORMAT_FIXTURES) return {};
  return JSON.parse(readFileSync(`${FORMAT_FIXTURES}/expected.json`, "utf8"));
}

/** SHA-256 of the labels as little-endian u32, x fastest. */
export function hashOfLabels(volume: LabelVoxels & { readonly shape: readonly number[] }): string {
  return createHash("sha256")
    .update(Uint32Array.from(voxelsOf(volume)))
    .digest("hex");
}
