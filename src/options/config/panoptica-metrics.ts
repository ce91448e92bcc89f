import { MATCHING_METRICS, type MatchingMetric } from "../../metrics/matching-metric.js";
import { METRIC_KEYS, type MetricKey } from "../../metrics/registry.js";
import { enumName, numberOf, type PanopticaNode, refuseOtherKeys, valueAt } from "./panoptica-node.js";

/** panoptica's names of metrics, and the keys that results and options have for them. */
const METRIC_NAMES = ["DSC", "IOU", "ASSD", "clDSC", "RVD", "RVAE", "CEDI", "HD", "HD95", "NSD"] as const;

/** The default metrics of a Panoptica_Evaluator. */
const INSTANCE_DEFAULT = ["DSC", "IOU", "ASSD", "RVD"];
const GLOBAL_DEFAULT = ["DSC"];

export interface PanopticaMetrics {
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  /** Tolerance of the normalised surface Dice in mm, if the file sets it. */
  readonly nsdTolerance: number | null;
}

export function metricName(node: PanopticaNode): string {
  return enumName(node, "Metric", METRIC_NAMES);
}

/** The key of a metric, null if this version does not compute it. */
export function metricKey(name: string): MetricKey | null {
  return METRIC_KEYS.find((key) => key.toLowerCase() === name.toLowerCase()) ?? null;
}

/** The metrics of the evaluator, in either of the two ways in which panoptica's versions write them. */
export function readMetrics(evaluator: PanopticaNode, notes: string[]): PanopticaMetrics {
  const configured = valueAt(evaluator, "metrics");
  if (configured !== null) return readConfigured(configured, notes);
  return {
    metrics: computed(namesAt(evaluator, "instance_metrics") ?? INSTANCE_DEFAULT, "instance_metrics", notes),
    globalMetrics: computed(namesAt(evaluator, "global_metrics") ?? GLOBAL_DEFAULT, "global_metrics", notes),
    nsdTolerance: null,
  };
}

/** The metric by which pairs are matched. */
export function readMatchingMetric(node: PanopticaNode | null): MatchingMetric {
  const name = node === null ? "IOU" : metricName(node);
  const key = name === "DSC" ? "dice" : name.toLowerCase();
  const found = MATCHING_METRICS.find((metric) => metric.toLowerCase() === key);
  if (found !== undefined || node === null) return found ?? "iou";
  throw node.refusal(`Pairs cannot be matched by ${name} here. Allowed: ${MATCHING_METRICS.join(", ")}.`);
}

function readConfigured(node: PanopticaNode, notes: string[]): PanopticaMetrics {
  const names: Record<"instance" | "global", string[]> = { instance: [], global: [] };
  let nsdTolerance: number | null = null;
  for (const item of listOf(node, "metrics")) {
    if (item.tag !== "ConfiguredMetric") {
      // A bare metric counts in every mode.
      names.instance.push(metricName(item));
      names.global.push(metricName(item));
      continue;
    }
    refuseOtherKeys(item, ["metric", "mode", "params"]);
    const metric = valueAt(item, "metric");
    if (metric === null) throw item.refusal("A !ConfiguredMetric needs a metric.");
    const mode = valueAt(item, "mode");
    const name = metricName(metric);
    names[mode === null ? "instance" : (enumName(mode, "mode", ["instance", "global"]) as "instance" | "global")].push(
      name,
    );
    for (const [key, value] of valueAt(item, "params")?.entries ?? []) {
      if (name === "NSD" && key === "threshold") nsdTolerance = numberOf(value, "threshold");
      else notes.push(`The parameter ${key} of ${name} is not known here and was left out.`);
    }
  }
  return {
    metrics: computed(names.instance, "metrics", notes),
    globalMetrics: computed(names.global, "metrics (global)", notes),
    nsdTolerance,
  };
}

function namesAt(node: PanopticaNode, key: string): string[] | null {
  const list = valueAt(node, key);
  return list === null ? null : listOf(list, key).map(metricName);
}

function listOf(node: PanopticaNode, key: string): readonly PanopticaNode[] {
  if (node.items === null) throw node.refusal(`${key} must be a list of metrics such as [!Metric DSC, !Metric IOU].`);
  return node.items;
}

function computed(names: readonly string[], where: string, notes: string[]): readonly MetricKey[] {
  const missing = names.filter((name) => metricKey(name) === null);
  if (missing.length > 0) notes.push(`Not computed, though ${where} asks for it: ${[...new Set(missing)].join(", ")}.`);
  return METRIC_KEYS.filter((key) => names.some((name) => metricKey(name) === key));
}
