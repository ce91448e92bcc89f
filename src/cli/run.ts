import { Command, CommanderError } from "commander";
import { VERSION } from "../../base/version.js";
import { addEvaluateCommand } from "./evaluate-command.js";
import { addExploreCommand } from "./explore-command.js";
import { addExportCommand } from "./export-command.js";
import { registryTables } from "./help-text.js";
import { addMergeCommand } from "./merge-command.js";
import { addQueueCommands } from "./queue-commands.js";
import { addReportCommand } from "./report-command.js";
import { EXIT_CODES, reportError } from "./report-error.js";
import { addRunCommand } from "./run-command.js";
import { addSummarizeCommand } from "./summarize-command.js";

const WIDEST_HELP = 110;

const EXAMPLES = `

Examples:
  voxmatch evaluate -r reference.nii.gz -p prediction.nii.gz
  voxmatch evaluate -r ref.nii.gz -p pred.nii.gz --groups each --format json
  voxmatch help evaluate   (all options)

Exit status: ${EXIT_CODES.ok} done, ${EXIT_CODES.failed} a case failed, ${EXIT_CODES.refused} wrong input or usage.`;

/** Runs the command line and returns the exit status. */
export async function run(words: readonly string[]): Promise<number> {
  const program = new Command("voxmatch")
    .description("Evaluates predicted against reference label volumes, instance by instance.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", registryTables() + EXAMPLES)
    .configureOutput({ getOutHelpWidth: () => Math.min(process.stdout.columns || 80, WIDEST_HELP) })
    .exitOverride();
  let status: number = EXIT_CODES.ok;
  addEvaluateCommand(program);
  addExploreCommand(program);
  addReportCommand(program);
  const end = (ended: number) => {
    status = ended;
  };
  addRunCommand(program, end);
  addMergeCommand(program, end);
  addSummarizeCommand(program);
  addExportCommand(program);
  addQueueCommands(program, end);
  try {
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    // Commander has printed its own messages; help and version that were asked for are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.refused;
    return reportError(error, process.stderr);
  }
}
