import { withEngine } from "../../bindings/pool/engine-pool.js";
import type { CaseRecord, PlannedCase } from "../cohort/case-record.js";
import type { MapRecord } from "../cohort/maps/map-record.js";
import { evaluate } from "../evaluation/evaluate.js";
import { explore as exploreFiles } from "../evaluation/explore.js";
import { openCaseOn } from "../evaluation/open-case.js";
import type { EvaluateInputs, VolumeFile } from "../evaluation/open-inputs.js";
import { areSegmentsApart } from "../evaluation/segments-apart.js";
import { explorable } from "../options/exploration.js";
import type { EvaluateOptions } from "../options/registry.js";
import { blameFailure } from "./blame-failure.js";
import { failedCase } from "./failed-case.js";

export interface RecordWork {
  readonly options: EvaluateOptions;
  /** Keep what every strategy gives at every threshold, too. */
  readonly explore: boolean;
  /** A check of the prediction, to which its errors are attributed. */
  readonly beforeReading?: () => Promise<void>;
  /** Scores the case's map, if it has one. */
  readonly scoreMap?: () => Promise<MapRecord>;
}

/**
 * Evaluates a case in this thread, and writes its record: of any error, that of a failed case. It needs no Node, so that the
 * page's records are those of the command line.
 */
export async function recordCase(
  planned: PlannedCase,
  files: Readonly<Record<"reference" | "prediction", VolumeFile>>,
  work: RecordWork,
): Promise<CaseRecord> {
  const { case: id, model, columns } = planned;
  try {
    await work.beforeReading?.();
    const map = await work.scoreMap?.();
    if (map !== undefined && planned.map === planned.prediction) {
      const ofMap = { reference: map.inputs.reference, prediction: map.inputs.map };
      return { case: id, model, columns, status: "done", inputs: ofMap, groups: {}, map };
    }
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
      ...(map && { map }),
    };
  } catch (error) {
    return failedCase(planned, error, await blameFailure(error, files.reference, work.options));
  }
}

/** Evaluates the files on one thread, as cases fill the cores already, and explores them if asked. They are read once. */
async function evaluateFiles(files: EvaluateInputs, { options, explore }: RecordWork) {
  const alone = { threads: 1 };
  if (!explore) return { result: await evaluate(files, options, alone), exploration: undefined };
  const whole = withEngine(undefined, async (engine) => {
    const opened = await openCaseOn(engine, files, options);
    const result = await opened.evaluate(options, alone);
    return { result, exploration: await opened.explore(explorable(options), alone) };
  });
  return whole.catch(async (error: unknown) => {
    if (!areSegmentsApart(error)) throw error;
    // Segments that overlap are read one by one.
    const result = await evaluate(files, options, alone);
    return { result, exploration: await exploreFiles(files, explorable(options), alone) };
  });
}
