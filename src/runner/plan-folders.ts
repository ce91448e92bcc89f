import { readdir } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { keyOf, type PlannedCase } from "../cohort/case-record.js";
import { parsePattern } from "../cohort/file-pattern.js";
import { isVolumeName, type PairingRule, pairFolders } from "../cohort/pair-files.js";
import { listedEndings } from "../io/format-endings.js";
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
  /** Images next to the labels, or files that do not fit the pattern. They belong to no case. */
  readonly ignored: readonly string[];
  /** How many predictions were found by each rule; rules that found none are left out. */
  readonly found: Readonly<Partial<Record<PairingRule, number>>>;
}

/** How the names of files tell which belong together; by themselves, if nothing is said. */
export interface PlanFoldersOptions {
  /** Such as `{case}/{case}-seg.nii.gz`, for references, and for predictions if any of them is of it. */
  readonly pattern?: string;
  /** The same for predictions only. */
  readonly predictionPattern?: string;
}

interface Found {
  /** Relative to its folder, by slashes. */
  readonly name: string;
  readonly path: string;
}

/**
 * Pairs the volumes of folders, folders in them included, by their names: see `pairFolders` for what is understood by itself.
 * @throws VoxmatchError `FILE_ACCESS` if a folder cannot be read, `INVALID_OPTION` if it has no volumes, if none of a model's
 *   predictions belongs to a reference, or if two cases would have one name
 */
export async function planFolders(
  references: string,
  predictions: readonly PredictionFolder[],
  { pattern, predictionPattern }: PlanFoldersOptions = {},
): Promise<FolderPlan> {
  const options = {
    ...(pattern !== undefined && { pattern: parsePattern(pattern) }),
    ...(predictionPattern !== undefined && {
      predictionPattern: parsePattern(predictionPattern, "predictionPattern"),
    }),
  };
  const ours = await volumesIn(references);
  const cases: PlannedCase[] = [];
  const missing: { case: string; model: string | null }[] = [];
  const stray: string[] = [];
  const ignored = new Set<string>();
  const found: Partial<Record<PairingRule, number>> = {};
  for (const { model, folder } of predictions) {
    const theirs = await volumesIn(folder);
    const { pairs, alone, names, columns, ...rest } = pairFolders(ours, theirs, options);
    if (pairs.length === 0) throw noPair({ references, folder, ours: [...names.keys()], theirs, pattern });
    const predictionOf = new Map(pairs.map((pair) => [pair.reference, pair.prediction]));
    for (const [reference, id] of names) {
      const prediction = predictionOf.get(reference);
      if (prediction === undefined) missing.push({ case: id, model });
      cases.push({
        case: id,
        model,
        columns: columns.get(reference) ?? {},
        reference: reference.path,
        prediction: prediction?.path ?? join(folder, reference.name),
      });
    }
    for (const { by } of pairs) found[by] = (found[by] ?? 0) + 1;
    for (const { path } of rest.ignored) ignored.add(path);
    const isTheirs = new Set<Found>(theirs);
    stray.push(...alone.filter((file) => isTheirs.has(file)).map(({ path }) => path));
  }
  refuseDoubled(cases);
  return { cases, root: process.cwd(), missing, stray, ignored: [...ignored], found };
}

/** As many names as a message shows of each side. */
const SHOWN = 3;

interface Unpaired {
  readonly references: string;
  readonly folder: string;
  readonly ours: readonly Found[];
  readonly theirs: readonly Found[];
  readonly pattern: string | undefined;
}

/** Without this refusal every case of a run would fail, by a path that the user never named. */
function noPair({ references, folder, ours, theirs, pattern }: Unpaired): VoxmatchError {
  const some = (files: readonly Found[]) =>
    files.length === 0
      ? "none of the pattern"
      : files
          .slice(0, SHOWN)
          .map(({ name }) => name)
          .join(", ") + (files.length > SHOWN ? ` and ${files.length - SHOWN} more` : "");
  const tried =
    pattern === undefined
      ? `Names were compared as they are, and without ${RULES_TRIED}.`
      : `References were looked for as ${pattern}.`;
  return new VoxmatchError(
    "INVALID_OPTION",
    `No prediction in ${folder} belongs to a reference in ${references}.\n  references:  ${some(ours)}\n  predictions: ` +
      `${some(theirs)}\n${tried} Say where the case's name is, as in --pattern "{case}/{case}-seg.nii.gz" ` +
      `--prediction-pattern "{case}_pred.nii.gz", or list the cases in a manifest.`,
    { references, predictions: folder },
  );
}

const RULES_TRIED =
  "capitals, accents, words for a side (ref, gt, label, pred, seg, …), and words and folders of data sets (case, volume, anat, …)";

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
  throw new VoxmatchError("INVALID_OPTION", `${folder} holds no volumes (${listedEndings()}).`, { path: folder });
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
