/** Many pairs at once: they are evaluated one after the other and shown as a table. */
import { effect, signal } from "@preact/signals";
import type { FilePair } from "../../src/cohort/pair-files.js";
import type { Failure, GroupNumbers } from "../engine/protocol.js";
import { options, resolution } from "./options.js";
import { engine } from "./session.js";

export interface CohortCase extends FilePair<File> {
  /** Null until it was evaluated. */
  readonly groups: Readonly<Record<string, GroupNumbers>> | null;
  readonly failure: Failure | null;
}

/** Null where no cohort is open. */
export const cohort = signal<readonly CohortCase[] | null>(null);
export const isRunning = signal(false);

/** Counts up with every start, so that a run notices that it was overtaken. */
let run = 0;

export function openCohort(pairs: readonly FilePair<File>[]): void {
  cohort.value = pairs.map((pair) => ({ ...pair, groups: null, failure: null }));
}

export function closeCohort(): void {
  run++;
  cohort.value = null;
  isRunning.value = false;
}

/** Evaluates all cases anew whenever a cohort is opened or the options change. */
export function evaluateCohorts(): () => void {
  let evaluated: unknown = null;
  return effect(() => {
    const cases = cohort.value;
    const asked = options.value;
    if (cases === null || resolution.value.resolved === null) return;
    const key = `${cases.map(({ name }) => name).join("\n")}${JSON.stringify(asked)}`;
    if (evaluated === key) return;
    evaluated = key;
    void evaluateAll(cases);
  });
}

async function evaluateAll(cases: readonly CohortCase[]): Promise<void> {
  const own = ++run;
  isRunning.value = true;
  for (const [i, { reference, prediction }] of cases.entries()) {
    const reply = await engine.evaluatePair(reference, prediction, options.peek());
    if (own !== run || cohort.peek() === null) return;
    const found = {
      groups: reply.kind === "done" ? reply.value.groups : null,
      failure: reply.kind === "failed" ? reply.failure : null,
    };
    cohort.value = (cohort.peek() ?? []).map((each, k) => (k === i ? { ...each, ...found } : each));
  }
  isRunning.value = false;
}
