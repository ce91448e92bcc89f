import { type Command, Option } from "commander";
import { EXPORT_FORMATS, type ExportOptions, exportCohort, exportPolicy } from "../cohort/export/export-cohort.js";
import { MAP_TABLES } from "../cohort/maps/map-table.js";
import { readRun } from "../runner/read-run.js";
import { choice } from "./choice.js";
import { say } from "./printable.js";
import { policyFlags } from "./summary-flags.js";
import { checkOutput, writeOutput } from "./write-output.js";
import { policyPath, writePolicy } from "./write-policy.js";

const EXAMPLES = `

Examples:
  voxmatch export results --format csv --output cases.csv
  voxmatch export results --format parquet --instances --output instances.parquet
  voxmatch export results --format panoptica-tsv --model ours --output ours.tsv   (for Panoptica_Statistic.from_file)
  voxmatch export results --format nnunet-summary --output summary.json   (needs --global-metrics dsc in the run)
  voxmatch export results --format metrics --output metrics.json   (one flat object of numbers, for DVC or MLflow)

Tables of cases have what was measured and, in columns …_counted, what it counts for. FILE.policy.json says by which policy.`;

/** Flags as Commander parses them. */
interface Flags extends Omit<ExportOptions, "isFinished"> {
  readonly output: string;
  readonly quiet?: boolean;
}

/** Adds `voxmatch export`. */
export function addExportCommand(program: Command): void {
  const command = program
    .command("export")
    .description(
      "Writes the results of a run as a table, as a file of panoptica or nnU-Net, or as metrics of DVC and MLflow.",
    )
    .argument("<run>", "the folder of a run")
    .helpOption("-h, --help", "print this help")
    .addOption(new Option("-f, --format <format>", "what to write").choices(EXPORT_FORMATS).makeOptionMandatory())
    .requiredOption("-o, --output <file>", "where it goes, whole or not at all")
    .option("--instances", "a row for each instance (csv, tsv, parquet), or rows for instances too (panoptica)")
    .addOption(
      choice(
        "--maps <what>",
        "csv, tsv, parquet: results of continuous maps, instead of labels",
        MAP_TABLES,
        "of labels",
      ),
    )
    .option("--model <name>", "only this model; panoptica's and nnU-Net's files hold one")
    .option(
      "--spreadsheet",
      "csv, tsv: put an apostrophe before texts that a spreadsheet would take for formulas (= + - @)",
    )
    .option("-q, --quiet", "do not report failed cases that a file cannot hold");
  for (const option of policyFlags()) command.addOption(option);
  command.addHelpText("after", EXAMPLES).action(act);
}

async function act(folder: string, { output, quiet = false, ...options }: Flags): Promise<void> {
  await checkOutput(output);
  await checkOutput(policyPath(output));
  const { records, isComplete } = await readRun(folder);
  const asked = { ...options, isFinished: isComplete !== false };
  const head = exportPolicy(records, asked);
  await writeOutput(output, await exportCohort(records, asked));
  await writePolicy(output, head);
  if (!quiet) for (const warning of head.warnings) say(process.stderr, `Warning: ${warning}\n`);
  const failed = records.filter(({ status }) => status === "failed").length;
  const holdsFailures = !/^(panoptica|nnunet)-/.test(options.format) && !options.instances;
  if (failed > 0 && !holdsFailures && !quiet) {
    say(process.stderr, `Failed cases (${failed}) have no row in ${output}; a table of cases has.\n`);
  }
}
