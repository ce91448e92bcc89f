import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import type { CaseRecord, PlannedCase } from "../cohort/case-record.js";
import { evaluate } from "../evaluation/evaluate.js";
import { openCaseOn } from "../evaluation/open-case.js";
import type { EvaluateInputs } from "../evaluation/open-inputs.js";
import { explorable } from "../options/exploration.js";
import type { EvaluateOptions } from "../options/registry.js";
import { blameFailure } from "./blame-failure.js";
import { failedCase } from "./failed-case.js";

/** How a case is evaluated. */
export interface CaseWork {
  readonly options: EvaluateOptions;
  /** The folder that the case's paths are relative to. */
  readonly root: string;
  /** Compute the SHA-256 of the files. */
  readonly hash: boolean;
  /** Keep what every strategy gives at every threshold, too. */
  readonly explore: boolean;
}

/** Files that were read already; null: the path is read. */
export interface CaseBytes {
  readonly reference: Uint8Array | null;
  readonly prediction: Uint8Array | null;
}

const NOTHING_READ: CaseBytes = { reference: null, prediction: null };

/**
 * Evaluates a case in this thread. Whatever goes wrong becomes the record of a failed case: a record always comes. It calls
 * the files by the paths that were planned, so that it is the same wherever they lie.
 */
export async function evaluateCase(
  planned: PlannedCase,
  work: CaseWork,
  bytes: CaseBytes = NOTHING_READ,
): Promise<CaseRecord> {
  const { case: id, model, columns } = planned;
  const fileOf = (side: "reference" | "prediction") => ({
    file: bytes[side] ?? resolve(work.root, planned[side]),
    name: planned[side],
    hash: work.hash,
  });
  const refuse = async (side: "reference" | "prediction") => {
    if (bytes[side] === null) await refuseIrregular(resolve(work.root, planned[side]), planned[side]);
  };
  try {
    await refuse("reference");
  } catch (error) {
    // It must not be read to find out who is to blame.
    return failedCase(planned, error, { cause: "reference" });
  }
  const files = { reference: fileOf("reference"), prediction: fileOf("prediction") };
  try {
    await refuse("prediction");
    const { result, exploration } = await evaluateFiles(files, work);
    const { inputs, groups, unassigned, emptyGroups } = result;
    const notes = result.notes.filter((note) => !work.options.notes?.includes(note));
    const remarks = {
      ...(notes.length > 0 && { notes }),
      ...(unassigned.length > 0 && { unassigned }),
      ...(emptyGroups.length > 0 && { emptyGroups }),
    };
    return {
      case: id,
      model,
      columns,
      status: "done",
      inputs,
      ...remarks,
      groups,
      ...(exploration && { exploration }),
    };
  } catch (error) {
    return failedCase(planned, error, await blameFailure(error, files.reference, work.options));
  }
}

/** What is no file may never end, or never begin; a folder, or nothing at all, is said by who reads it. */
async function refuseIrregular(path: string, name: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || found.isFile() || found.isDirectory()) return;
  const kind = found.isFIFO() ? "a pipe" : found.isSocket() ? "a socket" : "a device";
  throw new VoxmatchError(
    "FILE_ACCESS",
    `${name} is ${kind}, and the files of a cohort must be files on a disk. Write it to a file, or evaluate it alone ` +
      "(voxmatch evaluate).",
    { path: name },
  );
}

/** Evaluates the files on one thread, as cases fill the cores already, and explores them if asked. They are read once. */
async function evaluateFiles(files: EvaluateInputs, { options, explore }: CaseWork) {
  const alone = { threads: 1 };
  if (!explore) return { result: await evaluate(files, options, alone), exploration: undefined };
  return withEngine(undefined, async (engine) => {
    const opened = await openCaseOn(engine, files, options);
    const result = await opened.evaluate(options, alone);
    return { result, exploration: await opened.explore(explorable(options), alone) };
  });
}
