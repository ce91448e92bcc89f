import { type Command, Option } from "commander";
import { say } from "./printable.js";
import { exitZeroOption, runStatus, runSummaryText } from "./run-summary.js";

const EXAMPLES = `

Examples:
  voxmatch merge shard-0 shard-1 shard-2 --out results   (the shards of one run: the bytes of the run without shards)
  voxmatch merge ours theirs --out both                  (whole runs with the same options, of different cases or models)

Exit status: 0 every case was evaluated, 1 cases failed, 2 the runs cannot be merged.`;

/** Flags as Commander parses them. */
interface Flags {
  readonly out: string;
  readonly exitZero?: boolean;
  readonly quiet?: boolean;
}

/** Adds `voxmatch merge`. */
export function addMergeCommand(program: Command, end: (status: number) => void): void {
  program
    .command("merge")
    .description("Joins the shards of a run, or whole runs with the same options, into one run.")
    .helpOption("-h, --help", "print this help")
    .argument("<folders...>", "the folders of the runs")
    .requiredOption("-o, --out <folder>", "folder for the joined run; created if missing")
    .addOption(exitZeroOption())
    .addOption(new Option("-q, --quiet", "print no summary"))
    .addHelpText("after", EXAMPLES)
    .action(async (folders: readonly string[], { out, exitZero, quiet = false }: Flags) => {
      const { mergeRuns } = await import("../runner/merge-runs.js");
      const { description, failures } = await mergeRuns({ folders, out });
      const { plannedCases: planned } = description;
      if (!quiet) say(process.stdout, runSummaryText({ planned, finished: planned, failures }, out));
      end(runStatus(failures, exitZero));
    });
}
