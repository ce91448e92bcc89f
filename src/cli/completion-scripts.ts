export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A flag of a command; one that takes a value is completed by its values, or by files where it has none. */
export interface CompletedFlag {
  readonly long: string;
  readonly short: string | null;
  readonly summary: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
  /** Whether it takes several of the values, comma-separated. */
  readonly isList: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  /** The words that stand behind the command, as far as they are known. */
  readonly words: readonly string[];
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
  const names = commands.map(({ name }) => name).join(" ");
  const values = commands.flatMap(({ name, flags }) =>
    flags
      .filter((flag) => flag.values.length > 0)
      .map(({ long, short, values: own, isList }) => {
        const patterns = [long, ...(short === null ? [] : [short])].map((flag) => `"${name} ${flag}"`).join("|");
        return `      ${patterns}) words="${own.join(" ")}"${isList ? ` list="\${current%,*},"` : ""} ;;`;
      }),
  );
  return [
    "_voxmatch() {",
    '  local current="$2" before="$3" words="" list="" command word',
    '  read -r _ command _ <<< "$COMP_LINE"',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${names} help"`,
    "  else",
    '    case "$command $before" in',
    `      "help help") words="${names}" ;;`,
    ...commands.flatMap(({ name, words }) =>
      words.length === 0 ? [] : [`      "${name} ${name}") words="${words.join(" ")}" ;;`],
    ),
    ...values,
    "    esac",
    '    if [ -z "$words" ]; then',
    '      case "$command $current" in',
    ...commands.map(({ name, flags }) => `        "${name} -"*) words="${flags.map(({ long }) => long).join(" ")}" ;;`),
    "      esac",
    "    fi",
    "  fi",
    "  # Of a list all but the last name stays as it is.",
    '  case "$current" in *,*) ;; *) list="" ;; esac',
    '  if [ -n "$list" ]; then',
    "    COMPREPLY=()",
    `    for word in $(compgen -W "$words" -- "\${current##*,}"); do COMPREPLY+=("$list$word"); done`,
    '  elif [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  else COMPREPLY=($(compgen -f -- "$current")); fi',
    "}",
    "complete -o filenames -F _voxmatch voxmatch",
  ];
}

function zshScript(commands: readonly CompletedCommand[]): string[] {
  // Within single quotes and brackets of _arguments.
  const plain = (text: string) => text.replaceAll("'", "’").replaceAll(/[[\]:\\`$]/g, " ");
  const valuesOf = ({ values, isList }: CompletedFlag) => {
    if (values.length === 0) return ":value:_files";
    return isList ? `:values:_sequence compadd - ${values.join(" ")}` : `:value:(${values.join(" ")})`;
  };
  const argument = (flag: CompletedFlag) => {
    const about = `[${plain(flag.summary)}]${flag.takesValue ? valuesOf(flag) : ""}`;
    const names = flag.short === null ? `'*${flag.long}` : `'*'{${flag.short},${flag.long}}'`;
    return `      ${names}${about}' \\`;
  };
  return [
    "#compdef voxmatch",
    "_voxmatch() {",
    "  local -a commands",
    "  commands=(",
    ...commands.map(({ name, summary }) => `    '${name}:${plain(summary)}'`),
    "    'help:prints the help of a command'",
    "  )",
    "  if (( CURRENT == 2 )) || [[ $CURRENT -eq 3 && $words[2] == help ]]; then _describe 'command' commands; return; fi",
    "  case $words[2] in",
    ...commands.flatMap(({ name, words, flags }) => [
      `    ${name}) shift words; (( CURRENT-- )); _arguments \\`,
      ...flags.map(argument),
      `      '*:${words.length === 0 ? "file:_files" : `word:(${words.join(" ")})`}' ;;`,
    ]),
    "  esac",
    "}",
    "compdef _voxmatch voxmatch",
  ];
}

function fishScript(commands: readonly CompletedCommand[]): string[] {
  const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const names = commands.map(({ name }) => name).join(" ");
  return [
    "# The names of a list before the one that is typed.",
    "function __voxmatch_list",
    "  set -l before (commandline -ct | string replace -r '[^,]*$' '' | string replace -r '^--[^=]*=' '')",
    "  for value in $argv; echo $before$value; end",
    "end",
    "complete -c voxmatch -n __fish_use_subcommand -f -a help -d 'prints the help of a command'",
    `complete -c voxmatch -n '__fish_seen_subcommand_from help' -f -a ${quoted(names)}`,
    ...commands.flatMap(({ name, summary, words, flags }) => [
      `complete -c voxmatch -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
      ...(words.length === 0
        ? []
        : [`complete -c voxmatch -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(words.join(" "))}`]),
      ...flags.map(({ long, short, summary: about, takesValue, values, isList }) => {
        const letter = short === null ? "" : ` -s ${short.slice(1)}`;
        const offered = isList ? `(__voxmatch_list ${values.join(" ")})` : values.join(" ");
        const value = !takesValue ? "" : values.length > 0 ? ` -x -a ${quoted(offered)}` : " -r -F";
        return `complete -c voxmatch -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)}${letter}${value} -d ${quoted(about)}`;
      }),
    ]),
  ];
}
