import { type Command, Option } from "commander";
import { VoxmatchError } from "../../base/errors.js";
import type { Manifest } from "../runner/manifest.js";
import type { FolderPlan, PredictionFolder } from "../runner/plan-folders.js";
import { optionFlags } from "./option-flags.js";
import { exitZeroOption } from "./run-summary.js";
import { parseMemory, parseThreads } from "./run-values.js";

/** What Commander parses for every command that evaluates a cohort, beside the options of the evaluation. */
export interface CohortFlags {
  readonly config?: string;
  readonly references?: string;
  readonly predictions?: readonly PredictionFolder[];
  readonly out: string;
  readonly resume?: boolean;
  readonly retryFailed?: boolean;
  readonly hash: boolean;
  readonly explore?: boolean;
  readonly exitZero?: boolean;
  readonly quiet?: boolean;
}

/** Adds the flags that name the cases, where their results go, and how they are evaluated. */
export function addCohortFlags(command: Command): void {
  command
    .argument("[manifest]", "the list of cases (.csv, .tsv, .jsonl)")
    .optionsGroup("Files:")
    .option("--references <folder>", "instead of a manifest: the annotations, whose predictions are found by name")
    .addOption(
      new Option(
        "--predictions <[name=]folder>",
        "their predictions; repeated for several models, with names",
      ).argParser(addPredictions),
    )
    .option("-c, --config <file>", "options in YAML or JSON, or a configuration of panoptica; flags override it")
    .requiredOption("-o, --out <folder>", "where the results go; made if it is not there");
  for (const option of optionFlags()) command.addOption(option);
}

/** The flags that say what becomes of results which are there, and what is said. */
export function resultFlags(): Option[] {
  return [
    new Option("--retry-failed", "evaluate again what failed before"),
    new Option("--no-resume", "refuse a folder that holds results already, instead of continuing them"),
    new Option("--resume", "").hideHelp(),
    new Option(
      "--explore",
      "keep what every strategy gives at thresholds from 0.1 to 0.9, for the report's grid of both",
    ),
    new Option("--no-hash", "do not compute the SHA-256 of the files"),
    exitZeroOption(),
    new Option("-q, --quiet", "print no progress and no summary"),
  ];
}

/** The flags of a pool of threads. */
export function poolFlags(): Option[] {
  return [
    new Option("--threads <number|auto>", "cases at once (default auto: as many as there are cores)").argParser(
      parseThreads,
    ),
    new Option(
      "--memory <size>",
      "what cases under way may need together, such as 8G (default: 60 % of what is there)",
    ).argParser(parseMemory),
  ];
}

/** The cases that are named by a manifest or by folders; tells what of folders has no partner. */
export async function planCases(
  manifest: string | undefined,
  { references, predictions }: CohortFlags,
  tell: (message: string) => void,
): Promise<Manifest> {
  if (manifest !== undefined && references === undefined && predictions === undefined) {
    const { readManifest } = await import("../runner/manifest.js");
    return readManifest(manifest);
  }
  if (manifest !== undefined || references === undefined || predictions === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "Name the cases either by a manifest (voxmatch run cohort.csv --out results) or by folders (voxmatch run --references " +
        "labels --predictions predictions --out results).",
    );
  }
  const { planFolders } = await import("../runner/plan-folders.js");
  const found = await planFolders(references, predictions);
  reportUnpaired(found, tell);
  return found;
}

/** As many names as a line of a report of unpaired files holds. */
const SHOWN = 10;

function reportUnpaired({ missing, stray }: FolderPlan, tell: (message: string) => void): void {
  const list = (names: readonly string[]) =>
    names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "");
  if (missing.length > 0) {
    const names = missing.map(({ case: id, model }) => (model === null ? id : `${id} (${model})`));
    tell(`No prediction was found for ${missing.length} of the references, which count as failed: ${list(names)}.`);
  }
  if (stray.length > 0) tell(`${stray.length} predictions belong to no reference and are left out: ${list(stray)}.`);
}

function addPredictions(text: string, before: readonly PredictionFolder[] = []): readonly PredictionFolder[] {
  const at = text.indexOf("=");
  const model = at > 0 ? text.slice(0, at) : null;
  const all = [...before, { model, folder: text.slice(at > 0 ? at + 1 : 0) }];
  if (all.length > 1 && new Set(all.map((each) => each.model)).size < all.length) {
    throw refused("Several --predictions need names that differ, as in --predictions ours=a --predictions theirs=b.");
  }
  if (all.length > 1 && all.some((each) => each.model === null)) {
    throw refused("Of several --predictions each needs a name, as in --predictions ours=a --predictions theirs=b.");
  }
  return all;
}

function refused(message: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", message, { option: "--predictions" });
}
