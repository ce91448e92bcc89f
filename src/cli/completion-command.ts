import { Argument, type Command } from "commander";
import { OPTIONS } from "../options/registry.js";
import { type CompletedCommand, completionScript, SHELLS, type Shell } from "./completion-scripts.js";
import { flagOf } from "./option-flags.js";

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

/** What of a command can be completed. */
function completed(command: Command): CompletedCommand {
  const values = new Map(
    OPTIONS.map(({ key, kind }) => [flagOf(key), "choices" in kind ? kind.choices.map(String) : []]),
  );
  return {
    name: command.name(),
    summary: command.description(),
    flags: command.options
      .filter(({ hidden, long }) => !hidden && long !== undefined)
      .map(({ long, short, description, required, optional }) => ({
        long: long ?? "",
        short: short ?? null,
        summary: description,
        takesValue: required || optional,
        values: values.get(long ?? "") ?? [],
      })),
  };
}
