/** Which files of folders make the cases of a cohort: as `voxmatch run --references … --predictions …` pairs them. */
import { keyOf, type PlannedCase, pairFolders } from "../../src/cohort/index.js";
import type { GivenVolume } from "../engine/given-volume.js";
import type { FoundFolder } from "./tell-apart.js";

export interface CohortCase extends PlannedCase {
  /** Of its case and model. */
  readonly key: string;
  readonly referenceFile: GivenVolume;
  /** Null where the model has no prediction: the case counts as the policy says. */
  readonly predictionFile: GivenVolume | null;
}

/** As many names as a remark lists. */
const LISTED = 8;

/** @returns the cases, and a sentence for everything that was left out or is missing */
export function planCohort(
  reference: FoundFolder,
  predictions: readonly FoundFolder[],
): { readonly cases: readonly CohortCase[]; readonly remarks: readonly string[] } {
  const cases: CohortCase[] = [];
  const remarks = new Set<string>();
  const missing: string[] = [];
  for (const folder of predictions) {
    const model = predictions.length > 1 ? folder.name : null;
    const { pairs, alone, names, ignored } = pairFolders(sorted(reference), sorted(folder));
    if (pairs.length === 0) {
      remarks.add(
        `No prediction in ${folder.name} belongs to a reference in ${reference.name}: their names have nothing in common.`,
      );
      continue;
    }
    const predictionOf = new Map(pairs.map((pair) => [pair.reference, pair.prediction]));
    for (const [file, id] of names) {
      const prediction = predictionOf.get(file);
      if (prediction === undefined) missing.push(model === null ? id : `${id} (${model})`);
      const planned = {
        case: id,
        model,
        columns: {},
        reference: file.path,
        prediction: prediction?.path ?? `${folder.name}/${file.name}`,
      };
      cases.push({
        ...planned,
        key: keyOf(planned),
        referenceFile: file.file,
        predictionFile: prediction?.file ?? null,
      });
    }
    const theirs = new Set(folder.files);
    const stray = alone.filter((file) => theirs.has(file)).map(({ path }) => path);
    if (stray.length > 0) remarks.add(`${counted(stray)} to no reference and left out: ${listed(stray)}.`);
    if (ignored.length > 0) remarks.add(`Images are left out: ${listed(ignored.map(({ path }) => path))}.`);
  }
  if (missing.length > 0)
    remarks.add(
      `No prediction was found for ${listed(missing)}; ${missing.length === 1 ? "it counts" : "they count"} as the policy says.`,
    );
  const doubled = cases.filter((one, i) => cases.findIndex(({ key }) => key === one.key) < i);
  if (doubled.length > 0) {
    return { cases: [], remarks: [`Two cases would be called ${doubled[0].case}. Rename the files of one of them.`] };
  }
  return { cases, remarks: [...remarks] };
}

/** Volumes in the order of their names, without hidden files. */
function sorted({ files }: FoundFolder) {
  return files
    .filter(({ name }) => !name.slice(name.lastIndexOf("/") + 1).startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

function counted(names: readonly string[]): string {
  return names.length === 1 ? "1 prediction belongs" : `${names.length} predictions belong`;
}

function listed(names: readonly string[]): string {
  return names.slice(0, LISTED).join(", ") + (names.length > LISTED ? ` and ${names.length - LISTED} more` : "");
}
