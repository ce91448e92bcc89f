import type { FailedCase } from "../case-record.js";
import type { MapCase } from "../maps/map-case.js";
import { summarizeMaps } from "../maps/summarize-maps.js";
import type { FilledCohort } from "../policy/fill-missing.js";
import { policyNotes, policySentence, policyWarnings } from "../policy/policy-notes.js";
import { policyRow } from "../policy/policy-rows.js";
import type { SettledCase } from "../policy/settle-values.js";
import { consensusRows } from "../ranking/consensus.js";
import { type ContestResults, holdContests } from "../ranking/contest.js";
import { testNotes } from "../ranking/test-notes.js";
import { agreementRows } from "./agreement-rows.js";
import { extremeRows } from "./extreme-rows.js";
import { gapRows } from "./gap-rows.js";
import { countsRow, metricRows } from "./metric-rows.js";
import { checkColumn } from "./settle-summary.js";
import { type Sample, samplesOf, strataOf } from "./strata.js";
import type { ResolvedSummarizeOptions } from "./summary-options.js";
import type { CohortSummary } from "./summary-types.js";
import { volumeRows } from "./volume-rows.js";

/** A cohort whose numbers all count for something: one computation for summaries, reports, exports and the page. */
export interface SettledCohort {
  readonly cases: readonly SettledCase[];
  readonly filled: FilledCohort;
  readonly failed: readonly FailedCase[];
  readonly notes: readonly string[];
  /** Scores of continuous maps, of cases that have them. */
  readonly maps: readonly MapCase[];
  readonly options: ResolvedSummarizeOptions;
}

export function summaryOf(cohort: SettledCohort): CohortSummary {
  const { cases, filled, failed, options } = cohort;
  const { missing, leftOut } = filled;
  for (const option of ["by", "cluster"] as const) {
    const column = options[option];
    if (column !== null) checkColumn(option, column, cases);
  }
  const strata = strataOf(cases, options.by).map((stratum) => samplesOf(stratum, options.cluster));
  const samples = strata.flat();
  const metrics = samples.flatMap((sample) => metricRows(sample, options));
  const isWithheld = options.failed === "withhold" && leftOut.some(({ why }) => why === "system");
  const contests = isWithheld ? NO_CONTESTS : holdContests(contestsOf(strata, options.compare), options);
  const omitted = options.missing === "omit" ? missing : [];
  const maps = summarizeMaps(cohort.maps, options);
  return {
    what_counts: [
      ...(samples.length > 0 || maps === null ? [policySentence(options)] : []),
      ...(maps === null ? [] : [MAPS_COUNT]),
    ].join(" "),
    options,
    warnings: policyWarnings(filled, options, metrics),
    notes: [
      ...cohort.notes,
      ...policyNotes(filled, options),
      ...unknownReferences(cases),
      ...testNotes(contests, options),
    ],
    n_cases: new Set([...cases, ...missing, ...leftOut].map((one) => one.case)).size,
    policy: samples.map((sample) =>
      policyRow(
        sample,
        omitted.filter(({ columns }) => sample.by === null || columns[options.by ?? ""] === sample.by),
      ),
    ),
    missing: missing.map(({ case: id, model, cause }) => ({ case: id, model, cause })),
    left_out: leftOut,
    is_withheld: isWithheld,
    counts: samples.map(countsRow),
    metrics,
    comparisons: contests.comparisons,
    ranks: contests.ranks,
    consensus: consensusRows(contests.rankings, options),
    gaps: options.by === null ? [] : gapRows(strata.slice(1), options),
    agreement: samples.flatMap((sample) => agreementRows(sample, options)),
    by_volume: samples.flatMap((sample) => volumeRows(sample, options)),
    extremes: options.compare.flatMap((metric) => extremeRows(cases, metric, options.worst)),
    ...(maps && { maps }),
    failures: failed.map(({ case: id, model, error }) => ({ case: id, model, ...error })),
  };
}

/** The policy is of labels alone. */
const MAPS_COUNT =
  "A score of maps is averaged over the cases in which it has a value (n); " +
  "lesions that are known count as missed where a map cannot be used.";

const NO_CONTESTS: ContestResults = { comparisons: [], ranks: [], rankings: [] };

function contestsOf(strata: readonly (readonly Sample[])[], metrics: readonly string[]) {
  return strata.flatMap((own) => {
    const groups = [...new Set(own.map(({ group }) => group))];
    return groups.flatMap((group) =>
      metrics.map((metric) => ({
        by: own[0].by,
        group,
        metric,
        samples: own.filter((sample) => sample.group === group),
      })),
    );
  });
}

/** A case that no model has a result of, in a run whose records do not describe the references of failures. */
function unknownReferences(cases: readonly SettledCase[]): string[] {
  const unknown = new Set(
    cases.flatMap((one) =>
      [...one.groups.values()].every(({ isReferenceKnown }) => isReferenceKnown) ? [] : [one.case],
    ),
  );
  if (unknown.size === 0) return [];
  const [what, them] = unknown.size === 1 ? ["1 case is", "it"] : [`${unknown.size} cases are`, "them"];
  return [
    `The reference of ${what} not known, as no model has a result: counts, pooled values and distances leave ${them} out.`,
  ];
}
