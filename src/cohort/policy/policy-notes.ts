import type { MetricRow } from "../summary/summary-types.js";
import type { FilledCohort, LeftOutCase, MissingCase } from "./fill-missing.js";
import type { Policy } from "./policy-options.js";

const SHOWN = 5;

/** One sentence for each choice that was made, for the head of every output. */
export function policySentence(policy: Policy): string {
  const { correctEmpty, missing, failed } = policy;
  const distance =
    policy.worstDistance === "diagonal" ? "the diagonal of the case’s grid" : `${policy.worstDistance} mm`;
  const empty =
    correctEmpty === "best"
      ? "A case rightly left empty counts as 1 (distances: 0 mm)"
      : "A case rightly left empty is left out";
  const worst = [
    ...(policy.undefined === "worst" ? ["a false alarm, a miss, anything else undefined"] : []),
    ...(missing === "worst" ? ["a missing or unusable prediction"] : []),
  ];
  const parts = [
    empty,
    ...(worst.length > 0 ? [`${worst.join(", ")} as the worst value, 0 (distances: ${distance})`] : []),
    ...(policy.undefined === "omit" ? ["undefined and infinite values are left out"] : []),
    ...(missing === "omit" ? ["missing and unusable predictions are left out"] : []),
    ...(missing === "refuse" ? ["missing predictions are refused"] : []),
    ...(failed === "omit" ? ["cases that failed for other reasons are left out for every model"] : []),
  ];
  return `${parts.join("; ")}.`;
}

/** Warnings, to be read before any number. */
export function policyWarnings(filled: FilledCohort, policy: Policy, metrics: readonly MetricRow[]): string[] {
  const { leftOut } = filled;
  const system = leftOut.filter(({ why }) => why === "system");
  const unfinished = leftOut.filter(({ why }) => why === "unfinished");
  return [
    ...(unfinished.length > 0
      ? [`The run is not finished: ${cases(unfinished)} not evaluated for every model and left out for all.`]
      : []),
    ...(system.length > 0 && policy.failed === "withhold"
      ? [
          `Rankings and comparisons are withheld: ${system.length === 1 ? "1 case" : `${system.length} cases`} failed for ` +
            `another reason than their files (${named(system)}). Run them again (voxmatch run --retry-failed), or leave ` +
            "them out for every model (--failed omit).",
        ]
      : []),
    ...unequalCounts(metrics),
  ];
}

/** Notes for the reader. */
export function policyNotes({ leftOut, missing }: FilledCohort, policy: Policy): string[] {
  const reference = leftOut.filter(({ why }) => why === "reference");
  const system = leftOut.filter(({ why }) => why === "system");
  const notes: string[] = [];
  if (reference.length > 0) {
    notes.push(`The reference cannot be read: ${cases(reference)} left out for every model (${named(reference)}).`);
  }
  if (system.length > 0) {
    notes.push(
      `${cases(system, "case failed and is", "cases failed and are")} left out for every model (${named(system)}).`,
    );
  }
  for (const [model, own] of byModel(missing)) {
    const whose = model === null ? "" : ` by ${model}`;
    const one = own.length === 1;
    const choice =
      policy.missing === "worst" ? `${one ? "counts" : "count"} as the worst value` : `${one ? "is" : "are"} left out`;
    const what = one ? `1 prediction${whose} is` : `${own.length} predictions${whose} are`;
    notes.push(`${what} missing or unusable and ${choice}: ${named(own)}.`);
  }
  return notes;
}

/** Where choices make the models' numbers of cases differ, their means are of other cases. */
function unequalCounts(metrics: readonly MetricRow[]): string[] {
  const contests = new Map<string, MetricRow[]>();
  for (const row of metrics) {
    if (row.by !== null) continue;
    const key = JSON.stringify([row.group, row.metric]);
    contests.set(key, [...(contests.get(key) ?? []), row]);
  }
  const texts = new Map<string, string[]>();
  for (const rows of contests.values()) {
    if (new Set(rows.map(({ n }) => n)).size < 2) continue;
    const shown = rows.slice(0, SHOWN).map(({ model, n }) => `${model} ${n}`);
    const text = shown.join(", ") + (rows.length > SHOWN ? ", …" : "");
    texts.set(text, [...(texts.get(text) ?? []), rows[0].metric]);
  }
  return [...texts].map(
    ([text, keys]) =>
      `The models’ means are of different cases, so do not compare them: n of ${[...new Set(keys)].join(", ")} is ${text}. ` +
      "Ranks and comparisons are over shared cases alone, and another model may change them.",
  );
}

function byModel(missing: readonly MissingCase[]): Map<string | null, MissingCase[]> {
  const lists = new Map<string | null, MissingCase[]>();
  for (const one of missing) lists.set(one.model, [...(lists.get(one.model) ?? []), one]);
  return lists;
}

function named(list: readonly { readonly case: string }[]): string {
  const names = list.slice(0, SHOWN).map((one) => one.case);
  return names.join(", ") + (list.length > SHOWN ? `, and ${list.length - SHOWN} more` : "");
}

function cases(list: readonly LeftOutCase[], one = "case is", many = "cases are"): string {
  return list.length === 1 ? `1 ${one}` : `${list.length} ${many}`;
}
