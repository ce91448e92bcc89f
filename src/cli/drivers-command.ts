import { type Command, Option } from "commander";
import { type DriverOptions, driversOfScore } from "../cohort/drivers/drivers-of-score.js";
import { driversToText } from "../cohort/drivers/drivers-text.js";
import { encodeNumbers } from "../reports/case/json-numbers.js";
import { readRun } from "../runner/read-run.js";
import { list, number } from "./summary-flags.js";
import { checkOutput, writeOutput } from "./write-output.js";

const EXAMPLES = `

Examples:
  voxmatch drivers results --score pq --columns site,age,volume
  voxmatch drivers results --columns scanner,instances --within site --output drivers.json`;

/** Flags as Commander parses them. */
interface Flags extends DriverOptions {
  readonly output?: string;
}

/** Adds `voxmatch drivers`. */
export function addDriversCommand(program: Command): void {
  const command = program
    .command("drivers")
    .description("Shows how a score varies with site, scanner, age, volume: shares of its rank variance.")
    .argument("<run>", "the folder of a run")
    .helpOption("-h, --help", "print this help");
  const options: Option[] = [
    new Option("--score <key>", "a key of results (default pq)"),
    list(
      "--columns <names>",
      "columns of the manifest, and volume and instances of the reference",
    ).makeOptionMandatory(),
    list("--category <names>", "columns of numbers that are names all the same"),
    new Option("--within <column>", "permute within the values of a column alone"),
    new Option("--cluster <column>", "draw cases with the same value together"),
    number("--resamples <number>", "permutations and draws (default 9999)"),
    number("--confidence <number>", "of intervals, between 0 and 1 (default 0.95)"),
    number("--seed <number>", "of random draws (default 0)"),
    new Option("-o, --output <file>", "write everything as JSON, whole or not at all"),
  ];
  for (const option of options) command.addOption(option);
  command.addHelpText("after", EXAMPLES).action(act);
}

async function act(folder: string, { output, ...options }: Flags): Promise<void> {
  if (output !== undefined) await checkOutput(output);
  const { records } = await readRun(folder);
  const found = driversOfScore(records, options);
  if (output !== undefined) await writeOutput(output, `${JSON.stringify(encodeNumbers(found, "reason"), null, 2)}\n`);
  process.stdout.write(driversToText(found, process.stdout.columns));
}
