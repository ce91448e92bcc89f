/** Many cases at once: evaluated by several workers, and summed up as the command line does. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { CohortSummary, SummarizeOptions } from "../../src/cohort/index.js";
import { type Started, startWorker } from "../engine/client.js";
import type { CaseRow, CaseWorkerApi, DeskApi } from "../engine/cohort-protocol.js";
import { choicesOf } from "../engine/given-volume.js";
import type { Reply } from "../engine/protocol.js";
import type { CohortCase } from "./cohort-plan.js";
import { latest } from "./latest.js";
import { options, resolution } from "./options.js";
import { current, opening } from "./session.js";

export interface CohortPlan {
  readonly name: string;
  readonly cases: readonly CohortCase[];
}

/** Null where no cohort is open. */
export const cohort = signal<CohortPlan | null>(null);
/** Of cases that were evaluated with the options of now, by key. */
export const rows = signal<ReadonlyMap<string, CaseRow>>(new Map());
export const isRunning = signal(false);
/** A summary of what is known by now is under way. */
export const isSumming = signal(false);
/** How the cohort is summed up. */
export const summarizing = signal<SummarizeOptions>({});
export const summary = signal<CohortSummary | null>(null);
/** Why there is no summary. */
export const summaryProblem = signal<string | null>(null);

/** Results of as many sets of options are kept, so that going back costs nothing. */
const KEPT_SETS = 4;
/** Summaries of a run that goes on come at most this often, in ms. */
const SUMMARY_MS = 1000;

/** Rows of every set of options that was evaluated last, by set. */
const kept = new Map<string, ReadonlyMap<string, CaseRow>>();
let desk: Started<DeskApi> | null = null;
let workers: Started<CaseWorkerApi>[] = [];
/** Counts up with every start, so that a run notices that it was overtaken. */
let run = 0;

/** Key of the current results: files, columns and options. */
const setOfNow = computed(() => {
  const plan = cohort.value;
  if (plan === null || resolution.value.resolved === null) return null;
  const cases = plan.cases.map(({ key, reference, prediction, columns, referenceFile, predictionFile }) => [
    ...[key, reference, prediction, columns, choicesOf(referenceFile)],
    predictionFile === null ? null : choicesOf(predictionFile),
  ]);
  return JSON.stringify([plan.name, cases, options.value]);
});

/** Cases and models that have a result. */
export const progress = computed(() => ({ done: rows.value.size, total: cohort.value?.cases.length ?? 0 }));

export function openCohort(plan: CohortPlan): void {
  cohort.value = plan;
}

export function closeCohort(): void {
  run++;
  batch(() => {
    cohort.value = null;
    isRunning.value = false;
  });
  for (const worker of workers) worker.stop();
  workers = [];
}

/** The desk and the set of records that it is asked about. */
export function deskOfNow(): { readonly api: Started<DeskApi>["api"]; readonly set: string } | null {
  const set = setOfNow.peek();
  if (set === null) return null;
  return { api: startDesk(), set };
}

function startDesk(): Started<DeskApi>["api"] {
  desk ??= startWorker("desk");
  return desk.api;
}

/** Fetches what figures and reports need, so that nothing is asked for later. */
export async function warmDesk(): Promise<void> {
  await startDesk().warmUp();
}

/** A figure for print, drawn by the desk. */
export async function drawnBy(draw: (api: Started<DeskApi>["api"]) => Promise<Reply<string>>): Promise<string> {
  const reply = await draw(startDesk());
  if (reply.kind === "done") return reply.value;
  throw new Error(reply.kind === "failed" ? reply.failure.message : "The drawing was given up.");
}

const summaries = latest<{ readonly set: string; readonly by: SummarizeOptions; readonly isFinished: boolean }, void>({
  run: async ({ set, by, isFinished }) => {
    const reply = await deskOfNow()?.api.summarize(set, by, isFinished);
    if (reply === undefined || set !== setOfNow.peek()) return;
    batch(() => {
      summary.value = reply.kind === "done" ? reply.value : null;
      summaryProblem.value = reply.kind === "failed" ? reply.failure.message : null;
    });
    // One after the other, with a rest in between.
    if (!isFinished) await new Promise((resolve) => setTimeout(resolve, SUMMARY_MS));
  },
  take: () => {},
  busy: (isBusy) => {
    isSumming.value = isBusy;
  },
});

/** Evaluates what has no result yet whenever a cohort is opened or the options change; while a case is open, it waits. */
export function evaluateCohorts(): () => void {
  let asked: string | null = null;
  const stopRuns = effect(() => {
    const [set, plan] = [setOfNow.value, cohort.value];
    if (set === null || plan === null || current.value !== null || opening.value !== null) return;
    if (set === asked && (isRunning.peek() || rows.peek().size === plan.cases.length)) return;
    asked = set;
    void evaluateAll(plan, set);
  });
  const stopSummaries = effect(() => {
    const [set, by] = [setOfNow.value, summarizing.value];
    const { done, total } = progress.value;
    if (set !== null && done > 0) summaries.ask({ set, by, isFinished: done === total });
  });
  return () => {
    stopRuns();
    stopSummaries();
  };
}

async function evaluateAll({ cases }: CohortPlan, set: string): Promise<void> {
  const own = ++run;
  const asked = options.peek();
  const known = kept.get(set) ?? new Map<string, CaseRow>();
  remember(set, known);
  batch(() => {
    rows.value = known;
    summary.value = null;
    summaryProblem.value = null;
    isRunning.value = known.size < cases.length;
  });
  const waiting = cases.filter(({ key }) => !known.has(key));
  const count = Math.min(waiting.length, workersWanted());
  while (workers.length < count) workers.push(startWorker("cohort"));
  await Promise.all(
    workers.slice(0, count).map(async ({ api }) => {
      for (let next = waiting.shift(); next !== undefined && own === run; next = waiting.shift()) {
        const { referenceFile, predictionFile, key: _, ...planned } = next;
        const { line, row } = await api.evaluateCase(
          planned,
          { reference: referenceFile, prediction: predictionFile },
          asked,
        );
        const at = deskOfNow();
        await at?.api.add(set, line);
        const found = new Map(kept.get(set)).set(row.key, row);
        remember(set, found);
        if (own === run) rows.value = found;
      }
    }),
  );
  if (own === run) isRunning.value = false;
}

function remember(set: string, found: ReadonlyMap<string, CaseRow>): void {
  kept.delete(set);
  kept.set(set, found);
  const gone = [...kept.keys()].slice(0, -KEPT_SETS);
  if (gone.length === 0) return;
  for (const each of gone) kept.delete(each);
  void desk?.api.keep([...kept.keys()]);
}

/** One processor is left to the page. */
function workersWanted(): number {
  return Math.max(1, Math.min(4, (navigator.hardwareConcurrency ?? 2) - 1));
}
