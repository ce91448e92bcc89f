import { Command, CommanderError } from "commander";
import { VERSION } from "../../base/version.js";
import { say } from "./printable.js";
import { EXIT_CODES, reportError } from "./report-error.js";

/** Adds a command to the program; `end` takes the status with which the process is to end. */
type AddCommand = (program: Command, end: (status: number) => void) => void;

/** Each command is loaded when it is used, or when all are listed. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  evaluate: async () => (await import("./evaluate-command.js")).addEvaluateCommand,
  explore: async () => (await import("./explore-command.js")).addExploreCommand,
  heatmap: async () => (await import("./map-commands.js")).addHeatmapCommand,
  probability: async () => (await import("./map-commands.js")).addProbabilityCommand,
  agreement: async () => (await import("./agreement-command.js")).addAgreementCommand,
  report: async () => (await import("./report-command.js")).addReportCommand,
  run: async () => (await import("./run-command.js")).addRunCommand,
  blocks: async () => (await import("./blocks-command.js")).addBlocksCommand,
  merge: async () => (await import("./merge-command.js")).addMergeCommand,
  summarize: async () => (await import("./summarize-command.js")).addSummarizeCommand,
  drivers: async () => (await import("./drivers-command.js")).addDriversCommand,
  export: async () => (await import("./export-command.js")).addExportCommand,
  submit: async () => (await import("./queue-commands.js")).addSubmitCommand,
  worker: async () => (await import("./queue-commands.js")).addWorkerCommand,
  serve: async () => (await import("./serve-command.js")).addServeCommand,
  formats: async () => (await import("./formats-command.js")).addFormatsCommand,
  completion: async () => {
    const { addCompletionCommand } = await import("./completion-command.js");
    return (program) => addCompletionCommand(program, allCommands);
  },
};

/** All commands, for their completion. */
async function allCommands(): Promise<Command> {
  const program = new Command("voxmatch");
  for (const load of Object.values(COMMANDS)) (await load())(program, () => {});
  return program;
}

const WIDEST_HELP = 110;

const EXAMPLES = `

Examples:
  voxmatch evaluate -r reference.nii.gz -p prediction.nii.gz
  voxmatch evaluate -r ref.nii.gz -p pred.nii.gz --groups each --format json
  voxmatch heatmap -m relevance.nii.gz -r lesions.nii.gz
  voxmatch help evaluate   (all options)

Exit status: ${EXIT_CODES.ok} done, ${EXIT_CODES.failed} a case failed, ${EXIT_CODES.refused} wrong input or usage.`;

/** Runs the command line and returns the exit status. */
export async function run(words: readonly string[]): Promise<number> {
  const program = new Command("voxmatch")
    .description("Evaluates predicted against reference label volumes, instance by instance.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .configureOutput({
      writeErr: (text) => say(process.stderr, withoutSecrets(text)),
      getOutHelpWidth: () => Math.min(process.stdout.columns || 80, WIDEST_HELP),
    })
    .exitOverride();
  let status: number = EXIT_CODES.ok;
  const end = (ended: number) => {
    status = ended;
  };
  try {
    await addCommands(program, words, end);
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    // Commander has printed its own messages; help and version that were asked for are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.refused;
    return reportError(error, process.stderr);
  }
}

/** Adds the command that is asked for, or all where help or a suggestion needs them. */
async function addCommands(program: Command, [word]: readonly string[], end: (status: number) => void): Promise<void> {
  if (word !== undefined && Object.hasOwn(COMMANDS, word)) {
    (await COMMANDS[word]())(program, end);
    return;
  }
  for (const load of Object.values(COMMANDS)) (await load())(program, end);
  const { registryTables } = await import("./help-text.js");
  program.addHelpText("after", () => registryTables() + EXAMPLES);
}

/** Commander repeats what it does not understand, such as a misspelt --queue with its address. */
function withoutSecrets(text: string): string {
  return text.replace(/(rediss?|postgres(?:ql)?):\/\/[^\s']*/gi, "$1://***");
}
