import { join } from "node:path";
import { type Command, Option } from "commander";

const EXAMPLES = `

Examples:
  voxmatch merge shard-0 shard-1 shard-2 --out results   (the shards of one run: the bytes of the run without shards)
  voxmatch merge ours theirs --out both                  (whole runs with the same options, of different cases or models)`;

/** Adds `voxmatch merge`. */
export function addMergeCommand(program: Command): void {
  program
    .command("merge")
    .description("Joins the shards of a run, or whole runs with the same options, into one run.")
    .helpOption("-h, --help", "print this help")
    .argument("<folders...>", "the folders of the runs")
    .requiredOption("-o, --out <folder>", "where the joined run goes; made if it is not there")
    .addOption(new Option("-q, --quiet", "print no summary"))
    .addHelpText("after", EXAMPLES)
    .action(
      async (
        folders: readonly string[],
        { out, quiet = false }: { readonly out: string; readonly quiet?: boolean },
      ) => {
        const { mergeRuns } = await import("../runner/merge-runs.js");
        const { plannedCases } = await mergeRuns({ folders, out });
        if (!quiet)
          process.stdout.write(
            `${plannedCases} cases of ${folders.length} runs. Results: ${join(out, "cases.jsonl")}\n`,
          );
      },
    );
}
