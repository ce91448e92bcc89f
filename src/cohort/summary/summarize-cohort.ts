import { VoxmatchError } from "../../../base/errors.js";
import { type CaseRecord, compareKeys, type FailedCase, keyOf } from "../case-record.js";
import { type MapCase, mapCaseOf } from "../maps/map-case.js";
import { fillMissing } from "../policy/fill-missing.js";
import { settlePolicy } from "../policy/policy-options.js";
import { settleValues } from "../policy/settle-values.js";
import { type CaseValues, caseValues, sortCases } from "./case-values.js";
import { type LeftOver, leftOverNotes } from "./left-over-notes.js";
import { poolBySubject } from "./pool-subjects.js";
import { checkSummarizeOptions, metricsToRead, settleSummary } from "./settle-summary.js";
import { type SettledCohort, summaryOf } from "./settled-cohort.js";
import type { SummarizeOptions } from "./summary-options.js";
import type { CohortSummary } from "./summary-types.js";

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
  readonly #leftOver = new Map<string, LeftOver>();
  readonly #maps = new Map<string, MapCase>();

  /** Whether a case that a model has no record of is missing; else it is still to be evaluated, and left out for all. */
  isFinished = true;

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

  /** Adds a record. Of several for one case and model the last counts, as in the file of a run with retries. */
  add(record: CaseRecord): void {
    const key = keyOf(record);
    this.#done.delete(key);
    this.#failed.delete(key);
    this.#leftOver.delete(key);
    this.#maps.delete(key);
    const map = mapCaseOf(record);
    if (map !== null) this.#maps.set(key, map);
    if (record.status === "done") {
      const { unassigned, emptyGroups } = record;
      this.#leftOver.set(key, { unassigned, emptyGroups });
      this.#done.set(key, caseValues(record, this.#metrics));
    } else this.#failed.set(key, isMapAlone(record) ? { ...record, reference: undefined } : record);
  }

  /** Applies the policy to every number. Means, ranks, tests and figures are made of the result. */
  settle(): SettledCohort {
    const done = sortCases([...this.#done.values()]);
    const failed = [...this.#failed.values()].sort(compareKeys);
    const policy = settlePolicy(this.#options);
    const filled = fillMissing(done, failed, policy, this.isFinished);
    const { cases, notes: pooled } = poolBySubject(filled, policy, this.#options.subject ?? null);
    const notes = [...pooled, ...leftOverNotes([...this.#leftOver.values()])];
    const maps = [...this.#maps.values()].sort(compareKeys);
    return {
      cases: settleValues(cases, policy),
      filled,
      failed,
      notes,
      maps,
      options: settleSummary(this.#options, cases),
    };
  }

  summarize(): CohortSummary {
    return summaryOf(this.settle());
  }
}

/** A case whose map failed has no labels that the reference would count against. */
function isMapAlone({ files }: FailedCase): boolean {
  return files.map !== undefined && files.map === files.prediction;
}

function twice({ case: id, model }: CaseRecord): VoxmatchError {
  const whose = model === null ? "" : ` by ${model}`;
  return new VoxmatchError("INVALID_FILE", `There are two records of case ${id}${whose}. Each may be there once.`, {
    case: id,
    model,
  });
}
