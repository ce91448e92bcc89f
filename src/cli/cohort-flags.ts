import { basename, resolve } from "node:path";
import { type Command, Option } from "commander";
import { VoxmatchError } from "../../base/errors.js";
import type { PredictionFolder } from "../runner/plan-folders.js";
import { optionFlags } from "./option-flags.js";
import { exitZeroOption } from "./run-summary.js";
import { parseMemory, parseSeconds, parseThreads } from "./run-values.js";

/** Parsed flags of every command that evaluates a cohort, without the options of the evaluation. */
export interface CohortFlags {
  readonly config?: string;
  readonly references?: string;
  readonly predictions?: readonly PredictionFolder[];
  readonly pattern?: string;
  readonly predictionPattern?: string;
  readonly dryRun?: boolean;
  readonly out?: string;
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
        "their predictions; repeated for several models, called as their folders unless named",
      ).argParser((text: string, before?: readonly PredictionFolder[]) => addPredictions(text, before)),
    )
    .option(
      "--pattern <pattern>",
      "where the case's name is in the files' paths, as in \"{case}/{case}-seg.nii.gz\" (* and ** stand for anything)",
    )
    .option("--prediction-pattern <pattern>", "the same for predictions, if they are named otherwise")
    .option("--dry-run", "print the cases as a manifest (CSV), and evaluate nothing")
    .option("-c, --config <file>", "options in YAML or JSON, or a configuration of panoptica; flags override it")
    .option("-o, --out <folder>", "folder for the results; created if missing");
  for (const option of optionFlags()) command.addOption(option);
}

/** The flags for earlier results, and for output. */
export function resultFlags(): Option[] {
  return [
    new Option("--retry-failed", "evaluate failed cases again"),
    new Option("--no-resume", "refuse a folder that holds results already, instead of continuing them"),
    new Option("--resume", "").hideHelp(),
    new Option(
      "--explore",
      "keep results of every strategy at thresholds from 0.1 to 0.9, for the report's grid of both",
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
      "memory for all cases under way, such as 8G (default: 60 % of the machine or container)",
    ).argParser(parseMemory),
    new Option(
      "--case-timeout <seconds>",
      "a case that takes longer fails, and the run goes on (default: no limit)",
    ).argParser(parseSeconds("--case-timeout")),
  ];
}

/**
 * Adds a folder to those that a flag named before. Of several, one without a name has its folder's.
 * @throws VoxmatchError `INVALID_OPTION` unless names tell them apart
 */
export function addPredictions(
  text: string,
  before: readonly PredictionFolder[] = [],
  flag = "--predictions",
): readonly PredictionFolder[] {
  const at = text.indexOf("=");
  const all = [...before, { model: at > 0 ? text.slice(0, at) : null, folder: text.slice(at > 0 ? at + 1 : 0) }];
  if (all.length === 1) return all;
  const named = all.map(({ model, folder }) => ({ model: model ?? basename(resolve(folder)), folder }));
  const models = named.map(({ model }) => model);
  const twice = models.find((model, i) => models.indexOf(model) < i);
  if (twice === undefined) return named;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Two ${flag} are called ${twice}. Give each a name of its own, as in ${flag} ours=a ${flag} theirs=b.`,
    { option: flag },
  );
}
