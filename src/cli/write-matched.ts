import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { VoxmatchError } from "../../base/errors.js";
import { delimited } from "../cohort/export/delimited.js";
import {
  INSTANCE_OUTCOMES,
  type InstanceOutcome,
  MatchNumbers,
  type NumberedMatch,
} from "../evaluation/match-numbers.js";
import { type OpenCase, openCase } from "../evaluation/open-case.js";
import type { VolumeFile } from "../evaluation/open-inputs.js";
import type { InstanceName } from "../evaluation/paint-case.js";
import type { WorkOptions } from "../evaluation/work-options.js";
import { encodeNifti } from "../io/nifti/write-nifti.js";
import type { EvaluateOptions } from "../options/registry.js";
import { OUTCOMES } from "../reports/figures/palette.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import { makeFolder } from "../runner/make-folder.js";
import { type Colour, distinctColour, fromHex, itkSnapLabels, type LabelRow, slicerColours } from "./label-tables.js";
import { writeOutput } from "./write-output.js";

const SIDES = ["reference", "prediction"] as const;

/** ITK-SNAP and many other programs know no larger numbers. */
const USUAL_MAXIMUM = 65_535;

const COLOURS: Readonly<Record<InstanceOutcome, Colour>> = {
  matched: fromHex(OUTCOMES.matched.light),
  missed: fromHex(OUTCOMES.missed.light),
  spurious: fromHex(OUTCOMES.spurious.light),
  not_counted: [128, 128, 128],
};

/**
 * Evaluates a case as `evaluate` does, and writes what its instances became into a folder: volumes in which matched instances have
 * one number on both sides, volumes of outcomes, and their colours.
 */
export async function evaluateAndWrite(
  files: { readonly reference: VolumeFile; readonly prediction: VolumeFile },
  options: EvaluateOptions,
  work: WorkOptions,
  folder: string,
): Promise<EvaluationResult> {
  const { maximumVoxels, roundLabels, ignoreLabel } = options;
  const opened = await openCase(files, { maximumVoxels, roundLabels, ignoreLabel });
  try {
    const result = await opened.evaluate(options, work);
    await makeOutput(folder);
    const numbers = new MatchNumbers(result.groups);
    for (const side of SIDES) {
      const write = async (kind: string, numberOf: (name: InstanceName) => number) => {
        const volume = await opened.labels(side, options, numberOf);
        const bytes = await promisify(gzip)(encodeNifti(volume));
        await writeOutput(join(folder, `${side}-${kind}.nii.gz`), bytes);
      };
      await write("matched", (name) => numbers.of(side, name).number);
      await write("outcome", (name) => INSTANCE_OUTCOMES.indexOf(numbers.of(side, name).outcome) + 1);
    }
    await writeTables(folder, numbers.matches);
    const { matches } = numbers;
    const notes = [
      ...(matches.length > USUAL_MAXIMUM ? [manyNumbers(matches.length)] : []),
      ...(hasSegments(opened.headers) && Object.keys(result.groups).length > 1 ? [HIDDEN] : []),
    ];
    return { ...result, notes: [...result.notes, ...notes] };
  } finally {
    await opened.close();
  }
}

async function writeTables(folder: string, matches: readonly NumberedMatch[]): Promise<void> {
  const numbered = matches.map((match): LabelRow => {
    const { number, outcome } = match;
    return { number, name: nameOf(match), colour: outcome === "matched" ? distinctColour(number) : COLOURS[outcome] };
  });
  const outcomes = INSTANCE_OUTCOMES.map((name, i) => ({ number: i + 1, name, colour: COLOURS[name] }));
  for (const [kind, rows] of [
    ["matched", numbered],
    ["outcome", outcomes],
  ] as const) {
    await writeOutput(join(folder, `${kind}-itksnap.txt`), itkSnapLabels(rows));
    await writeOutput(join(folder, `${kind}-slicer.ctbl`), slicerColours(rows));
  }
  const rows = matches.map(({ number, group, outcome, references, predictions }) =>
    [number, group, outcome, references.join(" "), predictions.join(" ")].map(String),
  );
  const head = ["number", "group", "outcome", "references", "predictions"];
  await writeOutput(join(folder, "matched.tsv"), delimited([head, ...rows], "\t"));
}

/** Such as `lesion 3: reference 3, prediction 5 7`. */
function nameOf({ number, group, outcome, references, predictions }: NumberedMatch): string {
  const sides = [
    ...(references.length > 0 ? [`reference ${references.join(" ")}`] : []),
    ...(predictions.length > 0 ? [`prediction ${predictions.join(" ")}`] : []),
  ];
  return `${group} ${number} ${outcome}: ${sides.join(", ")}`;
}

const HIDDEN =
  "Where segments share voxels, the matched volumes show the one that is named first; --segment writes one alone.";

function hasSegments(headers: OpenCase["headers"]): boolean {
  return headers.some(({ segments = [] }) => segments.length > 0);
}

function manyNumbers(count: number): string {
  return `The matched volumes have ${count} numbers; ITK-SNAP reads no more than ${USUAL_MAXIMUM}.`;
}

async function makeOutput(folder: string): Promise<void> {
  await makeFolder(folder).catch((cause: NodeJS.ErrnoException) => {
    const message = `${folder} cannot be made a folder: ${cause.message}. Name another one for --write-matched.`;
    throw new VoxmatchError("FILE_ACCESS", message, { path: folder }, { cause });
  });
}
