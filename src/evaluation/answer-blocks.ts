import type { VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { BlockResult } from "../blocks/block-result.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { type CaseResult, caseResult } from "./case-result.js";
import { labelBlocks, type MasksOfPass } from "./label-blocks.js";
import { type AnswerPass, answerGroups } from "./pipeline.js";
import type { Stopwatch } from "./stopwatch.js";
import type { WorkOptions } from "./work-options.js";

/** A case whose volumes were labelled block by block. */
export interface CaseInBlocks {
  readonly engine: Engine;
  readonly headers: readonly [VolumeHeader, VolumeHeader];
  /** Notes on the pair that hold for all options. */
  readonly notes: readonly string[];
  readonly gridNotes: readonly string[];
  /** Of all blocks together. */
  readonly result: BlockResult;
  /** Notes that measuring may add. */
  readonly laterNotes?: readonly string[];
}

/** Matches and measures what the blocks say, as a pass of a whole volume is. */
export async function answerBlocks<T>(
  { engine, headers, notes, gridNotes, result, laterNotes = [] }: CaseInBlocks,
  options: VolumeOptions,
  answer: AnswerPass<T>,
  work: WorkOptions,
  stages: Stopwatch,
  masksOf: MasksOfPass,
): Promise<CaseResult<T>> {
  const labelled = labelBlocks(headers[0], result, options, masksOf);
  stages.lap("overlap");
  const answers = await answerGroups(labelled, options, answer, work, stages);
  return caseResult(
    { engine, headers, notes: [...notes, ...laterNotes] },
    options,
    labelled.census,
    gridNotes,
    answers,
    stages.timings,
  );
}
