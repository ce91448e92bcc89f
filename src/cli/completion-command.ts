import { Argument, type Command } from "commander";
import { type CompletedCommand, completionScript, SHELLS, type Shell } from "./completion-scripts.js";
import { offeredValues } from "./offered-values.js";

const EXAMPLES = `

Examples:
  voxmatch completion bash > ~/.local/share/bash-completion/completions/voxmatch
  voxmatch completion zsh > "\${fpath[1]}/_voxmatch"
  voxmatch completion fish > ~/.config/fish/completions/voxmatch.fish`;

/** Adds `voxmatch completion`. */
export function addCompletionCommand(program: Command, load: () => Promise<Command>): void {
  program
    .command("completion")
    .description("Prints a script that completes commands, flags and their values in a shell.")
    .helpOption("-h, --help", "print this help")
    .addArgument(new Argument("<shell>", "whose script").choices(SHELLS))
    .addHelpText("after", EXAMPLES)
    .action(async (shell: Shell) => {
      process.stdout.write(completionScript(shell, (await load()).commands.map(completed)));
    });
}

/** The parts of a command that can be completed. */
function completed(command: Command): CompletedCommand {
  return {
    name: command.name(),
    summary: command.description(),
    words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    flags: command.options
      .filter(({ hidden, long }) => !hidden && long !== undefined)
      .map((option) => ({
        long: option.long ?? "",
        short: option.short ?? null,
        summary: option.description,
        takesValue: option.required || option.optional,
        ...offeredValues(option),
      })),
  };
}
