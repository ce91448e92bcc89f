import { VoxmatchError } from "../../../base/errors.js";
import { type CaseRecord, compareKeys, type FailedCase, keyOf } from "../case-record.js";
import { type CaseValues, caseValues, sortCases } from "./case-values.js";
import { comparisonRows, rankRows } from "./comparison-rows.js";
import { extremeRows } from "./extreme-rows.js";
import { countsRow, metricRows } from "./metric-rows.js";
import { poolSubjects } from "./pool-subjects.js";
import { checkColumn, checkSummarizeOptions, metricsToRead, settleSummary } from "./settle-summary.js";
import { samplesOf, strataOf } from "./strata.js";
import type { CohortSummary, SummarizeOptions } from "./summary-types.js";
import { volumeRows } from "./volume-rows.js";

/**
 * Sums up a cohort: metrics over cases with bootstrap intervals, pooled values, comparison of models, recall by volume, best and
 * worst cases, failures. Records may come in any order, one at a time: of each only a few numbers are kept.
 *
 * @throws VoxmatchError `INVALID_OPTION` for an unknown option, metric or column; `INVALID_FILE` for two records of one case and
 * model
 */
export function summarizeCohort(records: Iterable<CaseRecord>, options: SummarizeOptions = {}): CohortSummary {
  const collector = new CohortCollector(options);
  const seen = new Set<string>();
  for (const record of records) {
    const key = keyOf(record);
    if (seen.has(key)) throw twice(record);
    seen.add(key);
    collector.add(record);
  }
  return collector.summarize();
}

/** {@link summarizeCohort} for records that are read one after the other. */
export class CohortCollector {
  readonly #options: SummarizeOptions;
  readonly #metrics: ReturnType<typeof metricsToRead>;
  readonly #done = new Map<string, CaseValues>();
  readonly #failed = new Map<string, FailedCase>();

  /** @throws VoxmatchError `INVALID_OPTION` */
  constructor(options: SummarizeOptions = {}) {
    checkSummarizeOptions(options);
    this.#options = options;
    this.#metrics = metricsToRead(options);
  }

  /** Cases and models so far. */
  get size(): number {
    return this.#done.size + this.#failed.size;
  }

  /** Of several records of one case and model the last counts, as in the file of a run that was told to try again. */
  add(record: CaseRecord): void {
    const key = keyOf(record);
    this.#done.delete(key);
    this.#failed.delete(key);
    if (record.status === "done") this.#done.set(key, caseValues(record, this.#metrics));
    else this.#failed.set(key, record);
  }

  summarize(): CohortSummary {
    const failed = [...this.#failed.values()].sort(compareKeys);
    const { cases, notes } = this.#cases(failed);
    const options = settleSummary(this.#options, cases);
    for (const option of ["by", "cluster"] as const) {
      const column = options[option];
      if (column !== null) checkColumn(option, column, cases);
    }
    const strata = strataOf(cases, options.by).map((stratum) => samplesOf(stratum, options.cluster));
    const samples = strata.flat();
    const contests = strata.flatMap((own) => {
      const groups = [...new Set(own.map(({ group }) => group))];
      return groups.flatMap((group) =>
        options.compare.map((metric) => ({ metric, samples: own.filter((sample) => sample.group === group) })),
      );
    });
    return {
      options,
      notes,
      counts: samples.map(countsRow),
      metrics: samples.flatMap((sample) => metricRows(sample, options)),
      comparisons: contests.flatMap((contest) => comparisonRows(contest.samples, contest.metric, options)),
      ranks: contests.flatMap((contest) => rankRows(contest.samples, contest.metric, options)),
      by_volume: samples.flatMap((sample) => volumeRows(sample, options)),
      extremes: options.compare.flatMap((metric) => extremeRows(cases, metric, options.worst)),
      failures: failed.map(({ case: id, model, error }) => ({ case: id, model, ...error })),
    };
  }

  /** The cases to be summed up, patches of subjects pooled, and what is to be said of them. */
  #cases(failed: readonly FailedCase[]): { readonly cases: readonly CaseValues[]; readonly notes: readonly string[] } {
    const cases = sortCases([...this.#done.values()]);
    const notes: string[] = [];
    if (failed.length === 1) notes.push("1 case failed; no number includes it.");
    else if (failed.length > 1) notes.push(`${failed.length} cases failed; no number includes them.`);
    const column = this.#options.subject ?? null;
    if (column === null) return { cases, notes };
    checkColumn("subject", column, cases);
    // What a failed patch would have added is not known, so its subject has no number.
    const keyOfSubject = ({ columns, model }: Pick<CaseValues, "columns" | "model">) =>
      JSON.stringify([columns[column], model]);
    const broken = new Set(failed.map(keyOfSubject));
    const whole = cases.filter((one) => !broken.has(keyOfSubject(one)));
    if (broken.size === 1) notes.push("1 subject has a patch that failed and is left out.");
    else if (broken.size > 1) notes.push(`${broken.size} subjects have a patch that failed and are left out.`);
    return { cases: sortCases(poolSubjects(whole, column)), notes };
  }
}

function twice({ case: id, model }: CaseRecord): VoxmatchError {
  const whose = model === null ? "" : ` by ${model}`;
  return new VoxmatchError("INVALID_FILE", `There are two records of case ${id}${whose}. Each may be there once.`, {
    case: id,
    model,
  });
}
