import { extname } from "node:path";
import { Option } from "commander";
import { VoxmatchError } from "../../base/errors.js";
import { choice } from "./choice.js";

const FORMATS = ["table", "json", "tsv"] as const;
/** How the result of a case is written. */
export type Format = (typeof FORMATS)[number];

const FORMAT_OF_EXTENSION: Readonly<Record<string, Format>> = { ".json": "json", ".tsv": "tsv", ".txt": "table" };

const JSON_NUMBERS = ["reason", "string"] as const;

/** Flags about a case's result, as Commander parses them. */
export interface ResultFlags {
  readonly format?: Format;
  readonly output?: string;
  readonly jsonNumbers?: (typeof JSON_NUMBERS)[number];
  readonly hash: boolean;
  readonly threads?: number | "auto";
  readonly quiet?: boolean;
}

/** The flags about how a case's result is written, and how the work is done. */
export function resultFlags(): Option[] {
  const report = [
    choice("-f, --format <name>", "how the result is written", FORMATS, "table, or what the name of --output ends in"),
    new Option("-o, --output <file>", "write the result to a file, whole or not at all; the table is still printed"),
    choice("--json-numbers <name>", "NaN and Infinity in JSON: null and a reason, or a string", JSON_NUMBERS, "reason"),
    new Option("-q, --quiet", "print no progress, and no table with --output"),
  ];
  const work = [
    new Option("--no-hash", "do not compute the SHA-256 of the files"),
    new Option(
      "--threads <number>",
      "threads for reading and evaluating; auto: as many as the size is worth (default auto)",
    ).argParser(parseThreads),
  ];
  return [...report.map((option) => option.helpGroup("Report:")), ...work.map((option) => option.helpGroup("Work:"))];
}

/** The format that flags ask for, or that the name of the output tells. */
export function formatOf({ format, output }: Pick<ResultFlags, "format" | "output">): Format {
  if (format !== undefined) return format;
  if (output === undefined) return "table";
  const told = FORMAT_OF_EXTENSION[extname(output).toLowerCase()];
  if (told !== undefined) return told;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `The name ${output} does not tell the format of the report. Say it with --format ${FORMATS.join(", --format ")}, ` +
      `or let the name end in ${Object.keys(FORMAT_OF_EXTENSION).join(", ")}.`,
    { option: "output", value: output },
  );
}

function parseThreads(text: string): number | "auto" {
  if (text === "auto") return text;
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new VoxmatchError("INVALID_OPTION", `Option --threads is "${text}", but must be auto, 1, 2 or more.`, {
    option: "threads",
    value: text,
  });
}
