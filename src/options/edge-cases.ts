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

/** The whole table: the value of every metric in every empty case. */
export type ResolvedEdgeCases = Readonly<Record<MetricKey, EdgeCaseValues>>;

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
