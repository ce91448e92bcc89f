import { type Command, Option } from "commander";
import type { AgreementResult } from "../maps/agreement/agreement-of-maps.js";
import { AGREEMENT_OPTIONS, type AgreementOptions, agreementOptions } from "../maps/agreement/agreement-options.js";
import { agreementOfMaps } from "../maps/api.js";
import { MAP_OPTIONS } from "../maps/options/registry.js";
import { agreementToTable, agreementToTsv } from "../reports/case/agreement-text.js";
import { jsonChunks } from "../reports/case/write-json.js";
import { readNames } from "./names-file.js";
import { optionFlags } from "./option-flags.js";
import { printableData } from "./printable.js";
import { type Format, formatOf, type ResultFlags, resultFlags } from "./result-format.js";
import { Progress, styleFor } from "./terminal.js";
import { checkOutput, writeOutput } from "./write-output.js";

/** Flags as Commander parses them. */
interface Flags extends ResultFlags, AgreementOptions {
  readonly mask?: string;
  readonly atlas?: string;
  readonly atlasNames?: string;
  readonly names?: string;
}

const EXAMPLES = `

Of every two maps: Pearson's and Spearman's correlation, cosine and RMSE of values; of their part under --sign the Dice of the highest
tenths and the overlap of shares. Of regions: the mean in each map, and Kendall's W of their ranks.

Examples:
  voxmatch agreement seed1.nii.gz seed2.nii.gz seed3.nii.gz
  voxmatch agreement seed*.nii.gz --atlas aal.nii.gz --atlas-names aal.xml --mask brain.nii.gz`;

/** Adds `voxmatch agreement`. */
export function addAgreementCommand(program: Command): void {
  const command = program
    .command("agreement")
    .description("Measures the agreement of repeated maps (of several seeds, models, methods).")
    .argument("<maps...>", "two or more maps of one grid, of any number type (voxmatch formats lists what is read)")
    .helpOption("-h, --help", "print this help")
    .optionsGroup("Files:")
    .option("--mask <file>", "only voxels that this volume labels count")
    .option("--atlas <file>", "labels of regions, whose means are compared")
    .option("--atlas-names <file>", "their names: FSL XML, FreeSurfer, Slicer, ITK-SNAP, TSV or CSV")
    .addOption(new Option("--names <file>", "").hideHelp());
  for (const option of optionFlags(MAP_OPTIONS.filter(({ key }) => AGREEMENT_OPTIONS.some((own) => own === key)))) {
    command.addOption(option);
  }
  for (const option of resultFlags()) command.addOption(option);
  command.addHelpText("after", EXAMPLES).action(act);
}

async function act(maps: readonly string[], flags: Flags): Promise<void> {
  const format = formatOf(flags);
  if (flags.output !== undefined) await checkOutput(flags.output);
  const progress = new Progress(process.stderr, flags.quiet ?? false);
  try {
    progress.stage(`Comparing ${maps.length} maps`);
    const result = await compareFiles(maps, flags);
    if (flags.output !== undefined) await writeOutput(flags.output, write(result, format, flags));
    if (flags.output === undefined) print(result, format, flags);
    else if (!flags.quiet) print(result, "table", flags);
  } finally {
    progress.end();
  }
}

async function compareFiles(maps: readonly string[], flags: Flags): Promise<AgreementResult> {
  const { mask, atlas, hash, atlasNames = flags.names } = flags;
  const inputs = {
    maps: maps.map((file) => ({ file, hash })),
    ...(mask !== undefined && { mask: { file: mask, hash } }),
    ...(atlas !== undefined && { atlas: { file: atlas, hash } }),
    ...(atlasNames !== undefined && { atlasNames: await readNames(atlasNames) }),
  };
  return agreementOfMaps(inputs, agreementOptions(flags));
}

function print(result: AgreementResult, format: Format, flags: Flags): void {
  const { stdout } = process;
  if (format !== "table") stdout.write(write(result, format, flags));
  else stdout.write(agreementToTable(printableData(result), { width: stdout.columns || 80, style: styleFor(stdout) }));
}

function write(result: AgreementResult, format: Format, { jsonNumbers = "reason" }: Flags): string {
  if (format === "json") return `${[...jsonChunks(result, jsonNumbers)].join("")}\n`;
  return format === "tsv" ? agreementToTsv(result) : agreementToTable(result);
}
