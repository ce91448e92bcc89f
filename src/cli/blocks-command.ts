import { type Command, Option } from "commander";
import { VoxmatchError } from "../../base/errors.js";
import type { Shard } from "../cohort/run-description.js";
import { toJsonChunks } from "../reports/case/json.js";
import { toTable } from "../reports/case/table.js";
import { toTsv } from "../reports/case/tsv.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import { chosenOptions } from "./chosen-options.js";
import { fileChoices, fileFlags } from "./file-flags.js";
import { optionFlags } from "./option-flags.js";
import { print, say } from "./printable.js";
import { type Format, formatOf, type ResultFlags, resultFlags } from "./result-format.js";
import { parseMemory, parseSeconds, parseShard } from "./run-values.js";
import { Progress } from "./terminal.js";
import { checkOutput, type OutputContent, writeOutput } from "./write-output.js";

const EXAMPLES = `

Examples:
  voxmatch blocks plan -r ref.zarr -p pred.zarr --input unmatched --global-metrics iou,dsc -o plan.json
  voxmatch blocks map plan.json --shard 0/8 --out blocks      (on each of eight machines, 0/8 to 7/8)
  voxmatch blocks map plan.json --queue redis://host:6379 --out blocks      (the same, by any number of processes)
  voxmatch blocks reduce plan.json blocks -o result.json
  voxmatch blocks reduce plan.json blocks-a --group a.vmb      (some blocks into one file, which reduce takes like any other)

Files are named as the plan names them: call all three from one folder, or plan with absolute paths.`;

/** Without a limit: what a machine of a cluster surely has. */
const USUAL_MEMORY = 2 ** 31;

interface PlanFlags {
  readonly reference: string;
  readonly prediction: string;
  readonly config?: string;
  readonly block?: readonly number[];
  readonly memory: number;
  readonly output: string;
  readonly hash: boolean;
}

interface MapFlags {
  readonly shard: Shard;
  readonly out: string;
  readonly queue?: string;
  readonly lostAfter?: number;
  readonly quiet?: boolean;
}

interface ReduceFlags extends ResultFlags {
  readonly memory: number;
  readonly group?: string;
}

/** Adds `voxmatch blocks plan`, `map` and `reduce`. */
export function addBlocksCommand(program: Command): void {
  const blocks = program
    .command("blocks")
    .description("Evaluates volumes of any size in blocks, on any number of machines: plan, map, reduce.")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES);
  addPlan(blocks);
  addMap(blocks);
  addReduce(blocks);
}

function addPlan(blocks: Command): void {
  const command = blocks
    .command("plan")
    .description("Cuts a pair of files that can be read out of order into blocks of whole chunks.")
    .helpOption("-h, --help", "print this help")
    .requiredOption("-r, --reference <file>", "the annotation")
    .requiredOption("-p, --prediction <file>", "the label volume to evaluate")
    .requiredOption("-o, --output <file>", "write the plan to this file")
    .option("-c, --config <file>", "options in YAML or JSON; flags override it")
    .addOption(
      new Option("--block <x,y,z>", "voxels of a block, made whole chunks (default by --memory)").argParser(lengths),
    )
    .addOption(
      new Option("--memory <size>", "memory for mapping a block (default 2G)")
        .argParser(parseMemory)
        .default(USUAL_MEMORY, "2G"),
    )
    .option("--no-hash", "do not compute the SHA-256 of the files");
  for (const option of [...fileFlags(), ...optionFlags()]) command.addOption(option);
  command.action(async (parsed: Readonly<Record<string, unknown>>) => {
    // Safe: Commander has checked what is required, and the parsers of the options gave the rest their types.
    const { reference, prediction, config, block, memory, output, hash } = parsed as unknown as PlanFlags;
    const options = await chosenOptions(parsed, config);
    const { planBlocks, planText } = await import("../runner/blocks/block-plan.js");
    const pair = { reference, prediction, choices: fileChoices(parsed), hash, options };
    const plan = await planBlocks({ ...pair, memory, ...(block !== undefined && { block }) });
    await writeOutput(output, planText(plan));
    print(`Blocks of ${plan.block.join(" × ")} voxels of ${plan.shape.join(" × ")}: ${output}\n`);
  });
}

function addMap(blocks: Command): void {
  blocks
    .command("map")
    .description("Writes a file for each block of a shard; those that are there are left.")
    .helpOption("-h, --help", "print this help")
    .argument("<plan>", "the file that blocks plan wrote")
    .addOption(
      new Option("--shard <i/n>", "only every n-th block, from block i, from 0")
        .argParser(parseShard)
        .default({ index: 0, count: 1 }, "0/1"),
    )
    .requiredOption("--out <folder>", "folder for the files; created if missing")
    .addOption(
      new Option(
        "--queue <address>",
        "take blocks from a queue, redis://… or postgres://…, as every process with this plan, queue and folder does",
      ).conflicts("shard"),
    )
    .addOption(
      new Option(
        "--lost-after <seconds>",
        "with --queue: silence after which a process counts as lost, and others take its block (default 30)",
      ).argParser(parseSeconds("--lost-after")),
    )
    .option("-q, --quiet", "print no progress")
    .action(async (path: string, { shard, out, queue, lostAfter, quiet = false }: MapFlags) => {
      if (queue !== undefined) return mapFromQueue(path, { queue, out, lostAfter, quiet });
      if (lostAfter !== undefined) {
        throw new VoxmatchError(
          "INVALID_OPTION",
          "--lost-after is for processes of a queue. Name one by --queue, or leave it out.",
          { option: "--lost-after" },
        );
      }
      const [{ readPlan }, { mapBlocks }] = await Promise.all([
        import("../runner/blocks/block-plan.js"),
        import("../runner/blocks/map-blocks.js"),
      ]);
      const progress = new Progress(process.stderr, quiet);
      try {
        const onBlock = (done: number, of: number) => progress.stage(`Block ${done} of ${of}`);
        const { written, present } = await mapBlocks(await readPlan(path), { shard, folder: out, onBlock });
        progress.end();
        if (!quiet) print(`${written} blocks written, ${present} were there: ${out}\n`);
      } finally {
        progress.end();
      }
    });
}

async function mapFromQueue(
  path: string,
  { queue, out, lostAfter, quiet = false }: Pick<MapFlags, "out" | "lostAfter" | "quiet"> & { readonly queue: string },
): Promise<void> {
  const [{ readPlan }, { mapQueuedBlocks }] = await Promise.all([
    import("../runner/blocks/block-plan.js"),
    import("../queue/map-queued-blocks.js"),
  ]);
  const progress = new Progress(process.stderr, quiet);
  try {
    const written = await mapQueuedBlocks(await readPlan(path), {
      ...{ queue, folder: out, onBlock: (count) => progress.stage(`Block ${count} of this process`) },
      onNotice: (message) => say(process.stderr, `${message}\n`),
      ...(lostAfter !== undefined && { lostAfterMs: 1000 * lostAfter }),
    });
    progress.end();
    if (!quiet) print(`${written} blocks written by this process, and all are there: ${out}\n`);
  } finally {
    progress.end();
  }
}

function addReduce(blocks: Command): void {
  const command = blocks
    .command("reduce")
    .description("Merges all blocks of a plan, in any order, into the result of the pair.")
    .helpOption("-h, --help", "print this help")
    .argument("<plan>", "the file that blocks plan wrote")
    .argument("<paths...>", "files of blocks, or folders of these")
    .addOption(
      new Option("--memory <size>", "memory for measuring surfaces of a match (default 2G)")
        .argParser(parseMemory)
        .default(USUAL_MEMORY, "2G"),
    )
    .option("--group <file>", "only merge these blocks into one file of blocks, which need not be all");
  for (const option of resultFlags()) if (!/hash|threads/.test(option.long ?? "")) command.addOption(option);
  command.action(async (path: string, paths: readonly string[], flags: ReduceFlags) => {
    const [{ readPlan }, { groupBlocks, reduceBlocks }] = await Promise.all([
      import("../runner/blocks/block-plan.js"),
      import("../runner/blocks/reduce-blocks.js"),
    ]);
    const plan = await readPlan(path);
    if (flags.group !== undefined) {
      const count = await groupBlocks(plan, paths, flags.group);
      print(`${count} blocks in ${flags.group}\n`);
      return;
    }
    const format = formatOf(flags);
    if (flags.output !== undefined) await checkOutput(flags.output);
    const result = await reduceBlocks(plan, paths, flags.memory);
    if (!flags.quiet) for (const note of result.notes) say(process.stderr, `note: ${note}\n`);
    const content = written(result, format, flags);
    if (flags.output !== undefined) await writeOutput(flags.output, content);
    else for (const chunk of typeof content === "string" ? [content] : content) print(chunk);
  });
}

function written(
  result: EvaluationResult,
  format: Format,
  { jsonNumbers }: ResultFlags,
): Exclude<OutputContent, Uint8Array> {
  if (format === "json") return toJsonChunks(result, { numbers: jsonNumbers });
  return format === "tsv" ? toTsv(result) : toTable(result);
}

function lengths(text: string): readonly number[] {
  return text.split(",").map((each) => (each.trim() === "" ? Number.NaN : Number(each)));
}
