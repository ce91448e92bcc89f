import { VoxmatchError } from "../../base/errors.js";
import {
  EDGE_CASES,
  type EdgeCase,
  type EdgeCaseValues,
  METRIC_KEYS,
  type MetricKey,
  metricOf,
} from "../metrics/registry.js";
import { refuseUnknown } from "./suggest.js";

/** Changes to the table of empty cases: metric → case → value (`"NaN"`, `"Infinity"` as strings where a file needs it). */
export type EdgeCasesOption = Readonly<
  Partial<Record<MetricKey, Readonly<Partial<Record<EdgeCase, number | "NaN" | "Infinity">>>>>
>;

/** The values of the metrics in use in every empty case. */
export type ResolvedEdgeCases = Readonly<Partial<Record<MetricKey, EdgeCaseValues>>>;

/** The value of a metric in an empty case: the chosen one, else the default of its row. */
export function edgeValue(edgeCases: ResolvedEdgeCases, key: MetricKey, edgeCase: EdgeCase): number {
  return (edgeCases[key] ?? metricOf(key).edgeCases)[edgeCase];
}

/** The edge cases of those metrics that are used, or for which the caller chose some. */
export function edgeCasesInUse(all: ResolvedEdgeCases, given: unknown, used: readonly MetricKey[]): ResolvedEdgeCases {
  const chosen = Object.keys(given ?? {});
  return Object.fromEntries(
    METRIC_KEYS.filter((key) => used.includes(key) || chosen.includes(key)).map((key) => [key, all[key]]),
  );
}

/** @throws VoxmatchError `INVALID_OPTION` that names the metric, the case and what is allowed */
export function resolveEdgeCases(option: unknown): ResolvedEdgeCases {
  const changes = option ?? {};
  if (typeof changes !== "object" || Array.isArray(changes)) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      'Option edgeCases must be an object such as { dsc: { bothEmpty: 1 }, assd: { noMatch: "NaN" } }.',
      { option: "edgeCases", value: option },
    );
  }
  refuseUnknown("metric in option edgeCases", Object.keys(changes), METRIC_KEYS, "edgeCases");
  const given = changes as Record<string, unknown>;
  return Object.fromEntries(
    METRIC_KEYS.map((key) => [key, { ...metricOf(key).edgeCases, ...valuesOf(key, given[key] ?? {}) }]),
  ) as ResolvedEdgeCases;
}

function valuesOf(key: MetricKey, values: object | unknown): Partial<EdgeCaseValues> {
  if (typeof values !== "object" || values === null) {
    throw new VoxmatchError("INVALID_OPTION", `Option edgeCases.${key} must be an object such as { bothEmpty: 1 }.`, {
      option: `edgeCases.${key}`,
      value: values,
    });
  }
  refuseUnknown(`case in option edgeCases.${key}`, Object.keys(values), EDGE_CASES, `edgeCases.${key}`);
  return Object.fromEntries(
    Object.entries(values).map(([edgeCase, value]) => {
      if (typeof value === "number") return [edgeCase, value];
      if (value === "NaN") return [edgeCase, Number.NaN];
      if (value === "Infinity") return [edgeCase, Number.POSITIVE_INFINITY];
      throw new VoxmatchError(
        "INVALID_OPTION",
        `Option edgeCases.${key}.${edgeCase} is ${JSON.stringify(value)}, but must be a number, "NaN" or "Infinity".`,
        { option: `edgeCases.${key}.${edgeCase}`, value },
      );
    }),
  );
}
