import type { VolumeInput } from "../io/source/byte-source.js";
import type { AgreementInputs, AgreementResult } from "./agreement/agreement-of-maps.js";
import type { AgreementOptions } from "./agreement/agreement-options.js";
import type { MapWorkOptions } from "./map-work.js";
import type { MapOptions } from "./options/types.js";
import type { MapInputs } from "./read/map-inputs.js";
import type { ContinuousMap } from "./read/open-map.js";
import type { ReadMapOptions } from "./read/read-map.js";
import type { MapResult } from "./results/map-result.js";
import type { OpenMap } from "./slider/open-map.js";

// Everything about maps is loaded on first use, so that the package's entry does not grow by it.

/**
 * Scores a continuous map (a heatmap of relevance, or lesion probabilities) against a reference: where its values lie, how its voxels
 * are ordered, and how well its probabilities are calibrated.
 *
 * ```ts
 * const result = await evaluateMap(
 *   { map: { file: "relevance.nii.gz" }, reference: { file: "lesions.nii.gz" } },
 *   { kind: "relevance", sign: "positive" },
 * );
 * console.log(result.groups.ungrouped.mass_accuracy, result.groups.ungrouped.chance.mass_accuracy);
 * ```
 *
 * @param work threads, progress, abort signal
 * @throws VoxmatchError `INVALID_OPTION` for an unknown or contradictory option, `INVALID_VOLUME` for values that cannot be scored,
 *   `GEOMETRY_MISMATCH` if the volumes do not lie on the same grid, `OUT_OF_MEMORY`; for files what `readMap` throws
 */
export async function evaluateMap(
  inputs: MapInputs,
  options: MapOptions = {},
  work: MapWorkOptions = {},
): Promise<MapResult> {
  const module = await import("./evaluate-map.js");
  return module.evaluateMap(inputs, options, work);
}

/**
 * Scores a map as `evaluateMap` does, and keeps what a slider over the threshold asks for: the set, its components, and how these match
 * the reference, all exact, within milliseconds a threshold.
 *
 * ```ts
 * const { result, views } = await openMap({ map: { file: "prob.nii.gz" }, reference: { file: "lesions.nii.gz" } }, { kind: "probability" });
 * const { dice, pq, components } = views.ungrouped.at(0.7);
 * ```
 *
 * Views answer thresholds from `candidateThreshold` on, or those above 0 if there is none. They are plain memory and need no closing:
 * about 20 bytes for each voxel from that threshold on.
 *
 * @throws VoxmatchError as `evaluateMap`
 */
export async function openMap(
  inputs: MapInputs,
  options: MapOptions = {},
  work: MapWorkOptions = {},
): Promise<OpenMap> {
  const module = await import("./slider/open-map.js");
  return module.openMap(inputs, options, work);
}

/**
 * Reads a map: a volume of numbers of any type, under the same checks as a label volume. Its numbers stay as they are stored; a
 * value is `slope · stored + intercept`.
 *
 * Give the file to {@link evaluateMap} where the map is only scored: it is then never kept.
 *
 * @throws VoxmatchError `FILE_ACCESS`, `INVALID_FILE`, `INVALID_VOLUME`, `INVALID_OPTION`, as `readVolume`
 */
export async function readMap(input: VolumeInput, options: ReadMapOptions = {}): Promise<ContinuousMap> {
  const module = await import("./read/read-map.js");
  return module.readMap(input, options);
}

/**
 * Compares maps of the same thing, such as those of several seeds: every two of them, and their means by region.
 *
 * ```ts
 * const { mean, kendall_w } = await agreementOfMaps({ maps: [{ file: "seed1.nii" }, { file: "seed2.nii" }] }, { sign: "positive" });
 * ```
 *
 * Voxels count where all maps are numbers. Correlations, cosine and RMSE are of the values, the others of their part under `sign`.
 *
 * @throws VoxmatchError `INVALID_OPTION` for fewer than two maps or an unknown option, `GEOMETRY_MISMATCH`, `INVALID_VOLUME` for
 *   infinite values; for files what `readMap` throws
 */
export async function agreementOfMaps(
  inputs: AgreementInputs,
  options: AgreementOptions = {},
  work: MapWorkOptions = {},
): Promise<AgreementResult> {
  const module = await import("./agreement/agreement-of-maps.js");
  return module.agreementOfMaps(inputs, options, work);
}
