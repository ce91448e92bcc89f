import { VoxmatchError } from "../../base/errors.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { FileSource } from "../io/file-source.js";
import type { GroupsOption } from "../options/groups.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import type { EvaluateInputs, VolumeFile } from "./open-inputs.js";
import type { LimitedWork } from "./work-options.js";

/** A segment of both files, which is a group. */
export interface SegmentPair {
  readonly segment: string;
  readonly inputs: { readonly reference: VolumeFile; readonly prediction: VolumeFile };
  readonly groups: GroupsOption;
}

/**
 * The segments of files in which they overlap, each as a pair by itself and a group of its name. A segment that one of the files does
 * not have is empty there.
 * @param refusal why the files cannot be read as a whole
 */
export async function segmentPairs(
  { reference, prediction }: EvaluateInputs,
  refusal: VoxmatchError,
): Promise<readonly SegmentPair[]> {
  if (!("file" in reference && "file" in prediction)) throw refusal;
  const chosen = [reference, prediction].some(({ segment, layer }) => segment !== undefined || layer !== undefined);
  if (chosen) throw refusal;
  const [ours, theirs] = [await namesIn(reference, refusal), await namesIn(prediction, refusal)];
  return [...new Set([...ours, ...theirs])].map((segment) => {
    const of = (file: VolumeFile): VolumeFile => ({ ...file, segment, absentSegment: "empty" });
    return {
      segment,
      inputs: { reference: of(reference), prediction: of(prediction) },
      groups: { [segment]: [1] },
    };
  });
}

/** Evaluates one segment after the other; progress is that of all of them. */
export async function evaluateInTurn<Pair>(
  pairs: readonly Pair[],
  work: LimitedWork,
  evaluateOne: (pair: Pair, work: LimitedWork) => Promise<EvaluationResult>,
): Promise<EvaluationResult> {
  const { onProgress } = work;
  const results: EvaluationResult[] = [];
  for (const [i, pair] of pairs.entries()) {
    const progress = onProgress && ((share: number) => onProgress((i + share) / pairs.length));
    results.push(await evaluateOne(pair, { ...work, ...(progress && { onProgress: progress }) }));
  }
  return united(results);
}

async function namesIn({ file, ...options }: VolumeFile, refusal: VoxmatchError): Promise<readonly string[]> {
  return withEngine(undefined, async (engine) => {
    const source = await FileSource.open(engine, file, { ...options, hash: false });
    try {
      const { segments = [] } = source.header;
      if (segments.length > 0) return segments;
      throw new VoxmatchError(
        "INVALID_VOLUME",
        `${refusal.message} ${source.label} names no segments, so that none of the other file can be told to be its partner.`,
        refusal.details,
      );
    } finally {
      await source.close();
    }
  });
}

/** The groups of all results in one. */
function united(results: readonly EvaluationResult[]): EvaluationResult {
  const [first] = results;
  const timings: Record<string, number> = {};
  for (const { timings: stages } of results) {
    for (const [stage, time] of Object.entries(stages)) timings[stage] = (timings[stage] ?? 0) + time;
  }
  const merged = <T>(pick: (result: EvaluationResult) => Readonly<Record<string, T>>) =>
    Object.assign({}, ...results.map(pick)) as Readonly<Record<string, T>>;
  const groups = merged(({ options }) =>
    typeof options.groups === "object" && options.groups !== null ? options.groups : {},
  );
  return {
    ...first,
    options: { ...first.options, groups },
    notes: [...new Set(results.flatMap(({ notes }) => notes))],
    emptyGroups: results.flatMap(({ emptyGroups }) => emptyGroups),
    definitions: merged(({ definitions }) => definitions),
    groups: merged((result) => result.groups),
    timings,
  };
}
