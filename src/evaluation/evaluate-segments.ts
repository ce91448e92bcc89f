import { VoxmatchError } from "../../base/errors.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { FileSource } from "../io/file-source.js";
import type { GroupsOption } from "../options/groups.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import type { EvaluateInputs, VolumeFile } from "./open-inputs.js";

/** Evaluates one segment as one group. */
type EvaluateOne = (inputs: EvaluateInputs, groups: GroupsOption) => Promise<EvaluationResult>;

/**
 * Evaluates files whose segments overlap: a segment after the other, each as a group of its name. A segment that one of the files
 * does not have is empty there.
 * @param refusal why the files cannot be read as a whole
 */
export async function evaluateSegments(
  { reference, prediction }: EvaluateInputs,
  refusal: VoxmatchError,
  evaluateOne: EvaluateOne,
): Promise<EvaluationResult> {
  if (!("file" in reference && "file" in prediction)) throw refusal;
  const chosen = [reference, prediction].some(({ segment, layer }) => segment !== undefined || layer !== undefined);
  if (chosen) throw refusal;
  const [ours, theirs] = [await namesIn(reference, refusal), await namesIn(prediction, refusal)];
  const results: EvaluationResult[] = [];
  for (const segment of new Set([...ours, ...theirs])) {
    const of = (file: VolumeFile): VolumeFile => ({ ...file, segment, absentSegment: "empty" });
    results.push(await evaluateOne({ reference: of(reference), prediction: of(prediction) }, { [segment]: [1] }));
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
