import { stat } from "node:fs/promises";
import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { type DoneCase, keyOf } from "../cohort/case-record.js";
import type { MapRecord } from "../cohort/maps/map-record.js";
import { readIntensities } from "../io/read-intensities.js";
import { readVolume } from "../io/read-volume.js";
import type { ResolvedMapOptions } from "../maps/options/types.js";
import { readMap } from "../maps/read/read-map.js";
import { mapScoreOf } from "../reports/cohort/map-case-section.js";
import type { MapCaseSlices } from "../reports/cohort/report-input.js";
import { worstMapSlices } from "../reports/figures/map-slices.js";
import type { DrawnNumbers } from "../reports/figures/map-values.js";
import { casePath } from "../runner/case-path.js";

/** Where slices of maps come from. */
interface SliceSource {
  /** The folder that the records' paths are relative to. */
  readonly root: string;
  readonly options: Pick<ResolvedMapOptions, "sign" | "scale" | "referenceThreshold">;
  /** A file, or the column of the manifest that names each case's; null: none. */
  readonly anatomy: string | null;
}

/** Slices of the maps of some cases, or why there are none, by `keyOf`. */
export async function drawMapSlices(
  worst: readonly DoneCase[],
  source: SliceSource,
  tell: (name: string) => void,
): Promise<Map<string, MapCaseSlices>> {
  const slices = new Map<string, MapCaseSlices>();
  for (const record of worst) {
    if (record.map === undefined) continue;
    tell(record.case);
    slices.set(keyOf(record), await slicesOf(record, record.map, source));
  }
  return slices;
}

async function slicesOf(record: DoneCase, { inputs }: MapRecord, source: SliceSource): Promise<MapCaseSlices> {
  const { root, options } = source;
  if (options.referenceThreshold !== null) return { problem: "the reference is itself a map." };
  const [ofMap, ofReference] = [inputs.map, inputs.reference];
  if (ofMap.path === null || ofReference === undefined || ofReference.path === null) {
    return { problem: "the volumes were arrays, which are not kept." };
  }
  try {
    const at = ({ path, sha256 }: typeof ofMap) =>
      [casePath(root, path ?? ""), { name: path ?? undefined, hash: sha256 !== null }] as const;
    const [map, reference] = [await readMap(...at(ofMap)), await readVolume(...at(ofReference))];
    for (const [read, { path, sha256, shape }] of [
      [map, ofMap],
      [reference, ofReference],
    ] as const) {
      const changed = sha256 !== null ? read.source?.sha256 !== sha256 : read.shape.join() !== shape.join();
      if (changed) return { problem: `${path} is not the file that was scored: its contents have changed.` };
    }
    const anatomy = await anatomyOf(record, reference.shape, source);
    const { data, slope, intercept } = map;
    const numbers =
      data instanceof BigInt64Array || data instanceof BigUint64Array ? Float64Array.from(data, Number) : data;
    const slices = await worstMapSlices(
      { data: numbers, slope, intercept, sign: options.sign, scale: options.scale },
      reference,
      {
        title: record.case,
        anatomy: typeof anatomy === "string" ? null : anatomy,
        threshold: mapScoreOf(record, "best_dice_threshold"),
      },
    );
    return { slices, anatomy: anatomy === null || typeof anatomy === "string" ? anatomy : true };
  } catch (error) {
    if (isVoxmatchError(error)) return { problem: error.message };
    throw error;
  }
}

/** The anatomy, or a sentence why it cannot be shown; null if none was named. */
async function anatomyOf(
  { columns }: DoneCase,
  shape: readonly number[],
  { root, anatomy }: SliceSource,
): Promise<DrawnNumbers | string | null> {
  if (anatomy === null) return null;
  const named = Object.hasOwn(columns, anatomy) ? casePath(root, columns[anatomy]) : casePath("", anatomy);
  try {
    const found = await readIntensities(named);
    if (found.shape.join() === shape.join()) return found;
    return `${named} has the shape ${found.shape.join(" × ")}, not ${shape.join(" × ")}.`;
  } catch (error) {
    if (isVoxmatchError(error)) return error.message;
    throw error;
  }
}

/** @throws VoxmatchError `INVALID_OPTION` if the anatomy is neither a column of the records nor a file */
export async function checkAnatomy(anatomy: string, columns: readonly string[]): Promise<void> {
  if (columns.includes(anatomy)) return;
  if ((await stat(anatomy).catch(() => null)) !== null) return;
  const known = columns.length === 0 ? "there are no further columns" : `columns are ${columns.join(", ")}`;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Option anatomy is "${anatomy}", which is neither a file nor a column of the results (${known}). Name the scan, or the ` +
      "manifest's column of scans.",
    { option: "anatomy", value: anatomy },
  );
}
