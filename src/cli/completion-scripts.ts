export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A flag of a command; one that takes a value is completed by its values, or by files where it has none. */
export interface CompletedFlag {
  readonly long: string;
  readonly short: string | null;
  readonly summary: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
}

/** The script by which a shell completes these commands. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return `${SCRIPTS[shell](commands).join("\n")}\n`;
}

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string[]>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

function bashScript(commands: readonly CompletedCommand[]): string[] {
  const values = new Map(commands.flatMap(({ flags }) => flags.map((flag) => [flag.long, flag.values])));
  const withValues = [...values].filter(([, own]) => own.length > 0);
  return [
    "_voxmatch() {",
    '  local current="$2" before="$3" words="" command',
    '  read -r _ command _ <<< "$COMP_LINE"',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${commands.map(({ name }) => name).join(" ")} help"`,
    "  else",
    '    case "$before" in',
    ...withValues.map(([flag, own]) => `      ${flag}) words="${own.join(" ")}" ;;`),
    "    esac",
    '    if [ -z "$words" ]; then',
    '      case "$command $current" in',
    ...commands.map(({ name, flags }) => `        "${name} -"*) words="${flags.map(({ long }) => long).join(" ")}" ;;`),
    "      esac",
    "    fi",
    "  fi",
    '  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  else COMPREPLY=($(compgen -f -- "$current")); fi',
    "}",
    "complete -o filenames -F _voxmatch voxmatch",
  ];
}

function zshScript(commands: readonly CompletedCommand[]): string[] {
  // Within single quotes and brackets of _arguments.
  const plain = (text: string) => text.replaceAll("'", "’").replaceAll(/[[\]:\\`$]/g, " ");
  const argument = ({ long, summary, takesValue, values }: CompletedFlag) => {
    const value = !takesValue ? "" : values.length > 0 ? `:value:(${values.join(" ")})` : ":value:_files";
    return `      '*${long}[${plain(summary)}]${value}' \\`;
  };
  return [
    "#compdef voxmatch",
    "_voxmatch() {",
    "  local -a commands",
    "  commands=(",
    ...commands.map(({ name, summary }) => `    '${name}:${plain(summary)}'`),
    "  )",
    "  if (( CURRENT == 2 )); then _describe 'command' commands; return; fi",
    "  case $words[2] in",
    ...commands.flatMap(({ name, flags }) => [
      `    ${name}) _arguments \\`,
      ...flags.map(argument),
      "      '*:file:_files' ;;",
    ]),
    "  esac",
    "}",
    "compdef _voxmatch voxmatch",
  ];
}

function fishScript(commands: readonly CompletedCommand[]): string[] {
  const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  return commands.flatMap(({ name, summary, flags }) => [
    `complete -c voxmatch -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...flags.map(({ long, short, summary: about, takesValue, values }) => {
      const letter = short === null ? "" : ` -s ${short.slice(1)}`;
      const value = !takesValue ? "" : values.length > 0 ? ` -x -a ${quoted(values.join(" "))}` : " -r -F";
      return `complete -c voxmatch -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)}${letter}${value} -d ${quoted(about)}`;
    }),
  ]);
}
