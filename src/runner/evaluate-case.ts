import { stat } from "node:fs/promises";
import { VoxmatchError } from "../../base/errors.js";
import type { CaseRecord, PlannedCase } from "../cohort/case-record.js";
import { type MapRecord, mapRecordOf } from "../cohort/maps/map-record.js";
import { repeatRecordOf } from "../cohort/maps/repeat-record.js";
import { agreementOptions } from "../maps/agreement/agreement-options.js";
import { agreementOfMaps, evaluateMap } from "../maps/api.js";
import { resolveMapOptions } from "../maps/options/resolve.js";
import type { MapOptions } from "../maps/options/types.js";
import type { EvaluateOptions } from "../options/registry.js";
import { casePath } from "./case-path.js";
import { failedCase } from "./failed-case.js";
import { recordCase } from "./record-case.js";

/** How a case is evaluated. */
export interface CaseWork {
  readonly options: EvaluateOptions;
  /** The folder that the case's paths are relative to. */
  readonly root: string;
  /** Compute the SHA-256 of the files. */
  readonly hash: boolean;
  /** Keep what every strategy gives at every threshold, too. */
  readonly explore: boolean;
  /** How maps are scored, and the text that names the labels of their atlases. */
  readonly maps?: MapOptions;
  readonly atlasNames?: string;
}

/** Files that were read already; null: the path is read. */
export interface CaseBytes {
  readonly reference: Uint8Array | null;
  readonly prediction: Uint8Array | null;
}

const NOTHING_READ: CaseBytes = { reference: null, prediction: null };

/**
 * Evaluates a case in this thread. Every error becomes the record of a failed case: a record always comes. It calls
 * the files by the paths that were planned, so that it is the same wherever they lie.
 */
export async function evaluateCase(
  planned: PlannedCase,
  work: CaseWork,
  bytes: CaseBytes = NOTHING_READ,
): Promise<CaseRecord> {
  const fileOf = (side: "reference" | "prediction") => ({
    file: bytes[side] ?? casePath(work.root, planned[side]),
    name: planned[side],
    hash: work.hash,
  });
  const refuse = async (side: "reference" | "prediction") => {
    if (bytes[side] === null) await refuseIrregular(casePath(work.root, planned[side]), planned[side]);
  };
  try {
    await refuse("reference");
  } catch (error) {
    // It must not be read to find the cause.
    return failedCase(planned, error, { cause: "reference" });
  }
  const files = { reference: fileOf("reference"), prediction: fileOf("prediction") };
  const { map } = planned;
  return recordCase(planned, files, {
    ...work,
    beforeReading: () => refuse("prediction"),
    ...(map !== undefined && { scoreMap: () => scoreMap(planned, map, work, bytes) }),
  });
}

/** Scores a case's map; the reference may have been read already, and so may a map that stands for the prediction. */
async function scoreMap(
  { reference, prediction, mask, atlas, repeats = [] }: PlannedCase,
  map: string,
  { root, hash, maps, atlasNames, options: { maximumVoxels } }: CaseWork,
  bytes: CaseBytes,
): Promise<MapRecord> {
  const fileOf = (name: string, held: Uint8Array | null = null) => ({
    ...{ file: held ?? casePath(root, name), name, hash },
    ...(maximumVoxels !== undefined && { maximumVoxels }),
  });
  const repeated = repeats.map((each) => each.map);
  for (const name of [map, mask, atlas, ...repeated.slice(1)])
    if (name !== undefined) await refuseIrregular(casePath(root, name), name);
  const among = {
    ...(mask !== undefined && { mask: fileOf(mask) }),
    ...(atlas !== undefined && { atlas: fileOf(atlas), ...(atlasNames !== undefined && { atlasNames }) }),
  };
  const held = map === prediction ? bytes.prediction : null;
  const inputs = { map: fileOf(map, held), reference: fileOf(reference, bytes.reference), ...among };
  const record = mapRecordOf(await evaluateMap(inputs, maps, { threads: 1 }));
  if (repeats.length < 2) return record;
  const files = repeated.map((name, i) => fileOf(name, i === 0 ? held : null));
  const agreement = await agreementOfMaps({ maps: files, ...among }, agreementOptions(resolveMapOptions(maps)), {
    threads: 1,
  });
  const names = repeats.map(({ repeat }) => repeat);
  const note = `Of ${names.length} repeated maps, scores are those of ${names[0]}; the agreement is of all.`;
  return { ...record, agreement: repeatRecordOf(agreement, names), notes: [...(record.notes ?? []), note] };
}

/** A pipe or device may never end, or never begin. The reader reports folders and absent files. */
async function refuseIrregular(path: string, name: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || found.isFile() || found.isDirectory()) return;
  const kind = found.isFIFO() ? "a pipe" : found.isSocket() ? "a socket" : "a device";
  throw new VoxmatchError(
    "FILE_ACCESS",
    `${name} is ${kind}, and the files of a cohort must be files on a disk. Write it to a file, or evaluate it alone ` +
      "(voxmatch evaluate).",
    { path: name },
  );
}
