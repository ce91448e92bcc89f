import { VoxmatchError } from "../../../base/errors.js";
import type { GroupResult } from "../../results/result-types.js";
import { type CaseKey, compareKeys, type FailedCase, type FailureCause, type ReferenceGroup } from "../case-record.js";
import { type CaseValues, diagonalOf, type GroupValues, sortCases } from "../summary/case-values.js";
import { poolingOf } from "../summary/pooling.js";
import { failureCause, isPredictionFault } from "./failure-cause.js";
import type { Policy } from "./policy-options.js";

/** A case that a model has no usable prediction for, and why. */
export interface MissingCase extends CaseKey {
  readonly cause: Exclude<FailureCause, "reference" | "system">;
}

/** A case that no number of any model includes, and why. */
export interface LeftOutCase {
  readonly case: string;
  readonly columns: CaseKey["columns"];
  readonly why: "reference" | "system" | "unfinished";
  /** Where that was seen. */
  readonly models: readonly (string | null)[];
}

export interface FilledCohort {
  /** With a case for each model and each case that is not left out; missing ones only where they count as worst. */
  readonly cases: readonly CaseValues[];
  readonly missing: readonly MissingCase[];
  readonly leftOut: readonly LeftOutCase[];
}

/**
 * Every model gets every case: what one of them has no prediction for is known from its failures and from the others.
 * @param isFinished whether a case without a record is missing; else it is still to be evaluated
 * @throws VoxmatchError `INVALID_FILE` if predictions are missing and the policy refuses that
 */
export function fillMissing(
  done: readonly CaseValues[],
  failed: readonly FailedCase[],
  policy: Policy,
  isFinished: boolean,
): FilledCohort {
  const causes = failed.map((record) => ({ record, cause: failureCause(record) }));
  const models = [...new Set([...done, ...failed].map(({ model }) => model))];
  const byCase = new Map<string, Map<string | null, CaseValues | FailedCase>>();
  for (const one of [...done, ...failed]) {
    const own = byCase.get(one.case) ?? new Map<string | null, CaseValues | FailedCase>();
    byCase.set(one.case, own.set(one.model, one));
  }
  const leftOut = leftOutCases(causes, byCase, models, isFinished);
  const out = new Set(leftOut.map((one) => one.case));
  const missing = missingCases(causes, byCase, models).filter((one) => !out.has(one.case));
  if (policy.missing === "refuse" && missing.length > 0) throw refusedMissing(missing);
  const kept = done.filter((one) => !out.has(one.case));
  const shapes = groupShapes(kept);
  const filled = policy.missing === "worst" ? missing.map((one) => filledCase(one, byCase.get(one.case), shapes)) : [];
  return { cases: sortCases([...kept, ...filled]), missing, leftOut };
}

type Causes = readonly { readonly record: FailedCase; readonly cause: FailureCause }[];
type ByCase = ReadonlyMap<string, ReadonlyMap<string | null, CaseValues | FailedCase>>;

function leftOutCases(
  causes: Causes,
  byCase: ByCase,
  models: readonly (string | null)[],
  isFinished: boolean,
): LeftOutCase[] {
  const found = new Map<string, { why: LeftOutCase["why"]; models: (string | null)[] }>();
  const note = (id: string, why: LeftOutCase["why"], model: string | null) => {
    const known = found.get(id) ?? { why, models: [] };
    known.models.push(model);
    found.set(id, known);
  };
  // A system's failure comes first: it withholds rankings, also where something else is wrong with the case.
  for (const why of ["system", "reference"] as const) {
    for (const { record, cause } of causes) if (cause === why) note(record.case, why, record.model);
  }
  if (!isFinished) {
    for (const [id, own] of byCase) {
      for (const model of models) if (!own.has(model)) note(id, "unfinished", model);
    }
  }
  const columnsOf = (id: string) => [...(byCase.get(id)?.values() ?? [])][0]?.columns ?? {};
  return [...found]
    .map(([id, one]) => ({ case: id, columns: columnsOf(id), ...one }))
    .sort((a, b) => (a.case < b.case ? -1 : 1));
}

function missingCases(causes: Causes, byCase: ByCase, models: readonly (string | null)[]): MissingCase[] {
  const unusable = causes.flatMap(({ record: { case: id, model, columns }, cause }) =>
    isPredictionFault(cause) ? [{ case: id, model, columns, cause: cause as MissingCase["cause"] }] : [],
  );
  const absent = [...byCase].flatMap(([id, own]) => {
    const [sample] = own.values();
    return models.flatMap((model) =>
      own.has(model) ? [] : [{ case: id, model, columns: sample.columns, cause: "missing" as const }],
    );
  });
  return [...unusable, ...absent].sort(compareKeys);
}

/** The keys that the results of each group have, and those that can be pooled. */
type GroupShapes = ReadonlyMap<string, { readonly keys: ReadonlySet<string>; readonly poolable: ReadonlySet<string> }>;

function groupShapes(cases: readonly CaseValues[]): GroupShapes {
  const shapes = new Map<string, { keys: Set<string>; poolable: Set<string> }>();
  for (const { groups } of cases) {
    for (const [name, { values, terms }] of groups) {
      const shape = shapes.get(name) ?? { keys: new Set<string>(), poolable: new Set<string>() };
      for (const key of values.keys()) shape.keys.add(key);
      for (const key of terms.keys()) shape.poolable.add(key);
      shapes.set(name, shape);
    }
  }
  return shapes;
}

/** A case as if nothing had been predicted, its reference taken from another model's result, or from the failure's record. */
function filledCase(
  { case: id, model, columns, cause }: MissingCase,
  own: ReadonlyMap<string | null, CaseValues | FailedCase> | undefined,
  shapes: GroupShapes,
): CaseValues {
  const others = [...(own?.values() ?? [])];
  const donor = others.find((one): one is CaseValues => "origin" in one);
  const facts = others.flatMap((one) => ("origin" in one || one.reference === undefined ? [] : [one.reference]))[0];
  const reason = cause === "missing" ? "the model has no prediction for the case" : "the prediction cannot be used";
  const groups = [...shapes].map(([name, shape]) => {
    const known = donor?.groups.get(name);
    const reference: ReferenceGroup | undefined =
      known === undefined
        ? facts?.groups[name]
        : { n_ref_instances: known.counts.n_ref_instances, global_bin_volume_ref: known.voxels.reference };
    return [name, nothingPredicted(shape, reference, known?.bins ?? [], reason)] as const;
  });
  return {
    case: id,
    model,
    columns,
    origin: cause === "missing" ? "missing" : "failed",
    diagonal: donor?.diagonal ?? diagonalOf(facts),
    groups: new Map(groups),
  };
}

function nothingPredicted(
  { keys, poolable }: { readonly keys: ReadonlySet<string>; readonly poolable: ReadonlySet<string> },
  reference: ReferenceGroup | undefined,
  bins: GroupValues["bins"],
  reason: string,
): GroupValues {
  const missed = reference?.n_ref_instances ?? 0;
  const volume = reference?.global_bin_volume_ref ?? Number.NaN;
  const counts = { n_ref_instances: missed, n_pred_instances: 0, tp: 0, fp: 0, fn: missed };
  const result = {
    ...counts,
    reference_instances: [],
    global_bin_volume_ref: volume,
    global_bin_volume_pred: 0,
  } as unknown as GroupResult;
  const isPooled = (key: string) => reference !== undefined && !(key.startsWith("global_bin_") && Number.isNaN(volume));
  return {
    values: new Map([...keys].map((key) => [key, Number.NaN])),
    reasons: new Map([...keys].map((key) => [key, reason])),
    terms: new Map(
      [...poolable]
        .filter(isPooled)
        .map((key) => [key, poolingOf(key)?.terms(result) ?? []] as const)
        .filter(([, terms]) => terms.length > 0),
    ),
    counts,
    voxels: { reference: volume, prediction: 0 },
    voxelVolume: Number.NaN,
    bins: bins.map((bin) => ({
      ...bin,
      n_matched_ref_instances: 0,
      n_pred_instances: 0,
      n_matched_pred_instances: 0,
    })),
    isReferenceKnown: reference !== undefined,
  };
}

const SHOWN = 10;

function refusedMissing(missing: readonly MissingCase[]): VoxmatchError {
  const names = missing.map(({ case: id, model }) => (model === null ? id : `${id} (${model})`));
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return new VoxmatchError(
    "INVALID_FILE",
    `${names.length} predictions are missing or cannot be used: ${names.slice(0, SHOWN).join(", ")}${more}. Add them and ` +
      "evaluate them again (voxmatch run --retry-failed), or let them count: missing worst or omit (--missing worst or --missing omit).",
    { missing: missing.map(({ case: id, model, cause }) => ({ case: id, model, cause })) },
  );
}
