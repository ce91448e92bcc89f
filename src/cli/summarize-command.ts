import { extname, join } from "node:path";
import { type Command, Option } from "commander";
import { VoxmatchError } from "../../base/errors.js";
import { policyHead } from "../cohort/policy/policy-head.js";
import { INTERVAL_METHODS } from "../cohort/statistics/bootstrap.js";
import { SUMMARY_TABLES, type SummaryTableName, summaryToDelimited } from "../cohort/summary/summary-delimited.js";
import type { SummarizeOptions } from "../cohort/summary/summary-options.js";
import type { CohortSummary } from "../cohort/summary/summary-types.js";
import { headSection } from "../cohort/summary/text/head-section.js";
import { summaryToText } from "../cohort/summary/text/summary-text.js";
import { encodeNumbers } from "../reports/case/json-numbers.js";
import { collectRun } from "../runner/collect-run.js";
import { makeFolder } from "../runner/make-folder.js";
import { choice } from "./choice.js";
import { print, say } from "./printable.js";
import { list, number, policyFlags, rankFlags } from "./summary-flags.js";
import { checkOutput, writeOutput } from "./write-output.js";
import { policyJson, writePolicy } from "./write-policy.js";

const FORMATS = ["table", "json", "tsv", "csv"] as const;
type Format = (typeof FORMATS)[number];
const TABLES = [...SUMMARY_TABLES, "all"] as const;

const EXAMPLES = `

Examples:
  voxmatch summarize results
  voxmatch summarize results --by site --cluster patient
  voxmatch summarize results --missing refuse --rank-by ranks --compare-with winner --test maxt
  voxmatch summarize results --subject patient          (patches of one patient are pooled exactly)
  voxmatch summarize results --table leaderboard --output leaderboard.csv
  voxmatch summarize results --table all --format csv --output tables   (a folder with a file for each table)
  voxmatch summarize results --metrics pq,sq_hd95 --compare pq,sq_hd95 --format json --output summary.json

docs/statistics.md defines each number. FILE.policy.json next to a CSV or TSV says by which policy cases count.`;

/** Flags as Commander parses them. */
interface Flags extends SummarizeOptions {
  readonly format?: Format;
  readonly table?: SummaryTableName | "all";
  readonly output?: string;
  readonly quiet?: boolean;
  readonly full?: boolean;
  readonly spreadsheet?: boolean;
}

/** Adds `voxmatch summarize`. */
export function addSummarizeCommand(program: Command): void {
  const command = program
    .command("summarize")
    .description("Sums up a run: metrics with intervals, pooled values, comparison of models, best and worst cases.")
    .argument("<folder>", "the folder of a run")
    .helpOption("-h, --help", "print this help");
  const options: Option[] = [
    choice("-f, --format <name>", "format of the summary", FORMATS, "table, or the ending of --output"),
    new Option("-o, --output <file>", "write the summary to a file, whole or not at all; the table is still printed"),
    choice("--table <name>", "csv, tsv: which table; all: a file for each in the folder --output", TABLES, "metrics"),
    new Option("-q, --quiet", "print no table with --output"),
    new Option("--full", "print every table of every model, which a screen does not hold"),
    new Option("--spreadsheet", "csv, tsv: put an apostrophe before texts that a spreadsheet would take for formulas"),
    new Option("--by <column>", "add a summary for each value of a column"),
    new Option("--cluster <column>", "draw cases with the same value together (patients with several cases)"),
    new Option("--subject <column>", "cases with the same value are patches of one subject: pool them into one case"),
    list("--metrics <keys>", "metrics, by their keys in results (default: every quality that there is)"),
    list("--compare <keys>", "metrics by which models are compared and cases ranked (default pq)"),
    number("--worst <number>", "number of best and worst cases to list (default 5)"),
    number("--resamples <number>", "how many times cases are drawn anew (default 9999)"),
    number("--confidence <number>", "of intervals, between 0 and 1 (default 0.95)"),
    number("--seed <number>", "of random draws (default 0)"),
    choice("--interval <name>", "how intervals are made", INTERVAL_METHODS, "bca"),
    ...rankFlags(),
    ...policyFlags(),
  ];
  for (const option of options) command.addOption(option);
  command.addHelpText("after", EXAMPLES).action(act);
}

async function act(
  folder: string,
  { format: named, table, output, quiet, full, spreadsheet, ...options }: Flags,
): Promise<void> {
  const flags = { full, spreadsheet, table };
  const format = named ?? formatOf(output, table);
  checkTable(format, table, output);
  if (output !== undefined && table !== "all") await checkOutput(output);
  const summary = (await collectRun(folder, options)).summarize();
  if (output === undefined) printAs(summary, format, flags);
  else {
    await writeAs(summary, output, format, flags);
    if (!quiet) say(process.stdout, textOf(summary, "table", flags));
  }
  if (summary.is_withheld) process.exitCode = 1;
}

type TextFlags = Pick<Flags, "full" | "spreadsheet" | "table">;

/** A table of numbers has no room for the policy: it goes to the other stream, so that the first is a table alone. */
function printAs(summary: CohortSummary, format: Format, flags: TextFlags): void {
  if (isDelimited(format)) say(process.stderr, `${headSection(summary, process.stderr.columns ?? 120).join("\n")}\n`);
  print(textOf(summary, format, flags));
}

async function writeAs(summary: CohortSummary, output: string, format: Format, flags: TextFlags): Promise<void> {
  if (flags.table !== "all") {
    await writeOutput(output, textOf(summary, format, flags));
    if (isDelimited(format)) await writePolicy(output, policyHead(summary));
    return;
  }
  await makeFolder(output);
  for (const table of SUMMARY_TABLES) {
    await writeOutput(join(output, `${table}.${format}`), textOf(summary, format, { ...flags, table }));
  }
  await writeOutput(join(output, "policy.json"), policyJson(policyHead(summary)));
}

function textOf(
  summary: CohortSummary,
  format: Format,
  { full = false, spreadsheet = false, table }: TextFlags,
): string {
  switch (format) {
    case "table":
      return summaryToText(summary, { width: process.stdout.columns, full });
    case "json":
      return `${JSON.stringify(encodeNumbers(summary, "reason"), null, 2)}\n`;
    case "csv":
    case "tsv":
      return summaryToDelimited(summary, { format, spreadsheet, table: table === "all" ? undefined : table });
  }
}

function isDelimited(format: Format): boolean {
  return format === "csv" || format === "tsv";
}

function checkTable(format: Format, table: Flags["table"], output: string | undefined): void {
  if (table === undefined) return;
  if (!isDelimited(format)) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Option --table is of CSV and TSV, but the format is ${format}, which has every table. Say --format csv.`,
      { option: "table", value: table },
    );
  }
  if (table !== "all" || output !== undefined) return;
  throw new VoxmatchError(
    "INVALID_OPTION",
    "Several tables need a folder: name one with --output, or name one --table.",
    { option: "output", value: null },
  );
}

function formatOf(output: string | undefined, table: Flags["table"]): Format {
  if (table === "all" || (table !== undefined && output === undefined)) return "csv";
  if (output === undefined) return "table";
  const ending = extname(output).slice(1).toLowerCase();
  const format = ending === "txt" ? "table" : FORMATS.find((name) => name === ending);
  if (format !== undefined) return format;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `The name ${output} does not tell the format of the summary. Say it with --format ${FORMATS.join(", --format ")}, or ` +
      "let the name end in .json, .tsv, .csv or .txt.",
    { option: "output", value: output },
  );
}
