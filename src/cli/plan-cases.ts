import { isAbsolute, relative, resolve } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { delimited } from "../cohort/export/delimited.js";
import { PAIRING_RULES, type PairingRule } from "../cohort/pair-files.js";
import { isAddress } from "../io/source/address.js";
import type { Manifest } from "../runner/manifest.js";
import type { FolderPlan } from "../runner/plan-folders.js";
import type { CohortFlags } from "./cohort-flags.js";
import type { CohortMapFlags } from "./cohort-map-flags.js";

/** The cases of a manifest or of folders. Reports pairs, and files without a partner. */
export async function planCases(
  manifest: string | undefined,
  { references, predictions, pattern, predictionPattern, maps }: CohortFlags & Pick<CohortMapFlags, "maps">,
  tell: (message: string) => void,
): Promise<Manifest> {
  const folders = predictions ?? maps;
  if (manifest !== undefined && references === undefined && folders === undefined) {
    if ((pattern ?? predictionPattern) !== undefined) {
      throw new VoxmatchError(
        "INVALID_OPTION",
        "Patterns pair the files of folders; a manifest already lists the pairs.",
      );
    }
    const { readManifest } = await import("../runner/manifest.js");
    const read = await readManifest(manifest);
    for (const note of read.notes) tell(`note: ${note}`);
    return read;
  }
  if (manifest !== undefined || references === undefined || folders === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "Name the cases either by a manifest (voxmatch run cohort.csv --out results) or by folders (voxmatch run --references " +
        "labels --predictions predictions --out results; --maps for continuous maps).",
    );
  }
  const { planFolders } = await import("../runner/plan-folders.js");
  const rules = {
    ...(pattern !== undefined && { pattern }),
    ...(predictionPattern !== undefined && { predictionPattern }),
  };
  const plan = await planFolders(references, folders, rules);
  reportPairs(plan, tell);
  if (maps === undefined) return plan;
  // Without predictions the map stands for it.
  if (predictions === undefined) return { ...plan, cases: plan.cases.map((one) => ({ ...one, map: one.prediction })) };
  const mapped = await planFolders(references, maps, rules);
  reportPairs(mapped, tell);
  return joinMaps(plan, mapped);
}

/** Gives every case the map of its model; maps without names are those of all models. */
function joinMaps(plan: FolderPlan, { cases: maps }: FolderPlan): Manifest {
  const mapOf = new Map(maps.map(({ case: id, model, prediction }) => [JSON.stringify([id, model]), prediction]));
  const cases = plan.cases.map((one) => {
    const map = mapOf.get(JSON.stringify([one.case, one.model])) ?? mapOf.get(JSON.stringify([one.case, null]));
    return { ...one, ...(map !== undefined && { map }) };
  });
  const without = cases.filter(({ map }) => map === undefined).map(({ model }) => model);
  if (without.length === 0) return { ...plan, cases };
  throw new VoxmatchError(
    "INVALID_OPTION",
    `There are no maps of ${[...new Set(without)].join(", ")}. Name maps as predictions are named (--maps ours=a --maps theirs=b), or ` +
      "give one folder without a name for all.",
    { option: "--maps" },
  );
}

/** Prints the cases as a manifest, with paths from the current folder. */
export function manifestText({ cases, root }: Manifest): string {
  const hasModels = cases.some(({ model }) => model !== null);
  const further = Object.keys(cases[0]?.columns ?? {});
  const fromHere = (path: string) =>
    isAbsolute(path) || isAddress(path) ? path : relative(process.cwd(), resolve(root, path));
  const hasMaps = cases.some(({ map }) => map !== undefined);
  const head = [
    "case",
    ...(hasModels ? ["model"] : []),
    "reference",
    "prediction",
    ...(hasMaps ? ["map"] : []),
    ...further,
  ];
  const rows = cases.map(({ case: id, model, reference, prediction, map, columns }) => [
    ...[id, ...(hasModels ? [model ?? ""] : []), fromHere(reference), fromHere(prediction)],
    ...(hasMaps ? [map === undefined ? "" : fromHere(map)] : []),
    ...further.map((column) => columns[column] ?? ""),
  ]);
  return delimited([head, ...rows], ",");
}

/** The folder of the results, which only a dry run goes without. @throws VoxmatchError `INVALID_OPTION` */
export function outOf({ out }: CohortFlags): string {
  if (out !== undefined) return out;
  throw new VoxmatchError(
    "INVALID_OPTION",
    "Say where the results go: --out results. (A --dry-run only lists the cases.)",
  );
}

/** As many names as a line of a report of unpaired files holds. */
const SHOWN = 10;

function reportPairs({ cases, missing, stray, ignored, found }: FolderPlan, tell: (message: string) => void): void {
  const list = (names: readonly string[]) =>
    names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "");
  const rules = Object.entries(found).map(([rule, count]) => `${count} by ${PAIRING_RULES[rule as PairingRule]}`);
  const gone = new Set(missing.map(({ case: id, model }) => JSON.stringify([id, model])));
  const example = cases.find(({ case: id, model }) => !gone.has(JSON.stringify([id, model])));
  const count = cases.length - missing.length;
  tell(
    `Paired ${count} predictions with their references: ${rules.join(", ")}. Case ${example?.case}: ${example?.prediction} ` +
      `against ${example?.reference}. (--dry-run lists all.)`,
  );
  if (missing.length > 0) {
    const names = missing.map(({ case: id, model }) => (model === null ? id : `${id} (${model})`));
    tell(`No prediction was found for ${missing.length} of the references, which count as failed: ${list(names)}.`);
  }
  if (stray.length > 0) tell(`${stray.length} predictions belong to no reference and are left out: ${list(stray)}.`);
  if (ignored.length > 0)
    tell(`${ignored.length} files are left out, as images or as none of the pattern: ${list(ignored)}.`);
}
