import { readdir } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { keyOf, type PlannedCase } from "../cohort/case-record.js";
import { isVolumeName, nameCases, pairFolders } from "../cohort/pair-files.js";
import type { Manifest } from "./manifest.js";

/** A model's predictions. */
export interface PredictionFolder {
  /** Null if there is but one model. */
  readonly model: string | null;
  readonly folder: string;
}

export interface FolderPlan extends Manifest {
  /** References for which a model has no prediction. They are among the cases, which will fail. */
  readonly missing: readonly { readonly case: string; readonly model: string | null }[];
  /** Predictions that belong to no reference, or to several. They are among no cases. */
  readonly stray: readonly string[];
}

interface Found {
  /** Relative to its folder, by slashes. */
  readonly name: string;
  readonly path: string;
}

/**
 * Pairs the volumes of folders, folders in them included, by their names.
 * @throws VoxmatchError `FILE_ACCESS` if a folder cannot be read, `INVALID_OPTION` if it has no volumes, if two references
 *   have one name, or two models
 */
export async function planFolders(references: string, predictions: readonly PredictionFolder[]): Promise<FolderPlan> {
  const ours = await volumesIn(references);
  const names = nameCases(ours);
  const cases: PlannedCase[] = [];
  const missing: { case: string; model: string | null }[] = [];
  const stray: string[] = [];
  for (const { model, folder } of predictions) {
    const theirs = await volumesIn(folder);
    const { pairs, alone } = pairFolders(ours, theirs);
    const predictionOf = new Map(pairs.map((pair) => [pair.reference, pair.prediction]));
    for (const reference of ours) {
      const id = names.get(reference) ?? reference.name;
      const prediction = predictionOf.get(reference);
      if (prediction === undefined) missing.push({ case: id, model });
      cases.push({
        case: id,
        model,
        columns: {},
        reference: reference.path,
        prediction: prediction?.path ?? join(folder, reference.name),
      });
    }
    stray.push(...alone.filter((file) => theirs.includes(file)).map(({ path }) => path));
  }
  refuseDoubled(cases);
  return { cases, root: process.cwd(), missing, stray };
}

async function volumesIn(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    const reasons: Readonly<Record<string, string>> = { ENOENT: "there is no such folder", ENOTDIR: "it is no folder" };
    const reason = reasons[cause.code ?? ""] ?? cause.message;
    throw new VoxmatchError("FILE_ACCESS", `${folder} cannot be read: ${reason}.`, { path: folder }, { cause });
  });
  const found = entries
    .filter((name) => isVolumeName(name) && !basename(name).startsWith("."))
    .sort()
    .map((name) => ({ name: name.split(sep).join("/"), path: join(folder, name) }));
  if (found.length > 0) return found;
  throw new VoxmatchError("INVALID_OPTION", `${folder} holds no volumes (.nii, .nii.gz).`, { path: folder });
}

function refuseDoubled(cases: readonly PlannedCase[]): void {
  const known = new Map<string, PlannedCase>();
  for (const planned of cases) {
    const other = known.get(keyOf(planned));
    known.set(keyOf(planned), planned);
    if (other === undefined) continue;
    const whose = planned.model === null ? "" : ` of model ${planned.model}`;
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Two cases${whose} would be called ${planned.case}: ${other.reference} and ${planned.reference}, predicted by ` +
        `${other.prediction} and ${planned.prediction}. Rename one, or list the cases in a manifest.`,
      { case: planned.case, model: planned.model },
    );
  }
}
