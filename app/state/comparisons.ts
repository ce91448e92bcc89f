/** Comparisons over all strategies: curves over the threshold, and a grid. Computed when they are looked at. */
import { computed, signal } from "@preact/signals";
import type { EvaluateOptions, ExplorationRow } from "../../src/index.js";
import { NOT_EXPLORED } from "../../src/options/exploration.js";
import { isRatio } from "../../src/options/resolve.js";
import type { Failure, Reply, StrategyCurve } from "../engine/protocol.js";
import { latest } from "./latest.js";
import { options } from "./options.js";
import { current, engine } from "./session.js";

/** An answer that holds until the question changes. */
export interface Comparison<T> {
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly isBusy: boolean;
}

/** Neither curves nor grid depend on where the threshold stands and which strategy was chosen. */
const VARIED: readonly string[] = [...NOT_EXPLORED, "taxonomy", "metrics", "globalMetrics", "regions"];

/** Changes when, and only when, curves and grid do. */
export const comparisonKey = computed(() => {
  const { matchingMetric, objective, allowManyToOne, threshold, ...others } = options.value;
  // Thresholds of a distance lie around the chosen one.
  const isVaried = matchingMetric === undefined || isRatio(matchingMetric);
  const kept = Object.entries(others).filter(([key]) => !VARIED.includes(key));
  return JSON.stringify([
    kept,
    matchingMetric,
    isVaried || threshold,
    objective,
    allowManyToOne,
    current.value?.reference.name,
  ]);
});

function compare<Asked, T>(run: (asked: Asked) => Promise<Reply<T>>) {
  const answer = signal<Comparison<T>>({ value: null, failure: null, isBusy: false });
  const requests = latest<Asked, Reply<T>>({
    run,
    busy: (isBusy) => {
      answer.value = { ...answer.value, isBusy };
    },
    take: (reply) => {
      if (reply.kind === "given-up") return;
      const found =
        reply.kind === "done" ? { value: reply.value, failure: null } : { value: null, failure: reply.failure };
      answer.value = { ...answer.value, ...found };
    },
  });
  return { answer, ask: requests.ask };
}

export const curves = compare<{ options: EvaluateOptions; group: string }, readonly StrategyCurve[]>((asked) =>
  engine.curves(asked.options, asked.group),
);

export const grid = compare<EvaluateOptions, readonly ExplorationRow[]>((asked) => engine.explore(asked));
