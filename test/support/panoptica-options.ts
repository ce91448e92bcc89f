import type { MetricKey } from "../../src/metrics/registry.js";
import type { EdgeCasesOption } from "../../src/options/edge-cases.js";
import type { GroupOption } from "../../src/options/groups.js";
import type { EvaluateOptions } from "../../src/options/registry.js";
import type { GoldenConfig } from "./golden.js";

/** Our keys of panoptica's metrics. */
export const METRICS: Readonly<Record<string, MetricKey>> = {
  DSC: "dsc",
  IOU: "iou",
  clDSC: "cldsc",
  ASSD: "assd",
  RVD: "rvd",
  RVAE: "rvae",
  CEDI: "cedi",
  HD: "hd",
  HD95: "hd95",
  NSD: "nsd",
};
const STRATEGIES = { naive: "greedy", naive_m2o: "greedy", bipartite: "one-to-one", merge: "merge" } as const;

/** With SciPy's components panoptica joins voxels that touch face to face, regardless of labels. */
const ALL_AS_ONE = { ungrouped: { labels: Array.from({ length: 255 }, (_, i) => i + 1), merge: true } };

/** The options that make us do what panoptica was configured to do. */
export function optionsOf(config: GoldenConfig, dimensions: number): EvaluateOptions {
  const matcher = config.matcher ?? "naive";
  return {
    preset: "panoptica",
    input: config.input,
    strategy: STRATEGIES[matcher],
    allowManyToOne: matcher === "naive_m2o",
    matchingMetric: config.metric === "DSC" ? "dice" : "iou",
    threshold: config.threshold ?? 0.5,
    thresholdRule: config.strict ? "strict" : "inclusive",
    connectivity: dimensions === 2 ? 4 : config.cca === "scipy" ? 6 : 26,
    decisionMetric: config.decision_metric ? METRICS[config.decision_metric] : undefined,
    decisionThreshold: config.decision_threshold,
    autc: config.autc,
    autcDecision: config.decision_metric === undefined || config.autc_mode === "fixed" ? "fixed" : "moving",
    metrics: (config.instance_metrics ?? ["DSC", "IOU", "ASSD", "RVD"]).map((name) => METRICS[name]),
    globalMetrics: (config.global_metrics ?? ["DSC"]).map((name) => METRICS[name]),
    regions: config.regions ?? false,
    edgeCases: edgeCasesOf(config.edge_extra ?? {}),
    groups:
      config.cca === "scipy"
        ? ALL_AS_ONE
        : config.groups &&
          Object.fromEntries(Object.entries(config.groups).map(([name, group]) => [name, groupOf(group)])),
  };
}

/** The value that panoptica was told to give where nothing matches, in all four cases. */
function edgeCasesOf(extra: NonNullable<GoldenConfig["edge_extra"]>): EdgeCasesOption {
  const covered = Object.entries(extra).filter(([name]) => name in METRICS);
  return Object.fromEntries(
    covered.map(([name, value]) => {
      const edge = value === "INF" ? "Infinity" : 0;
      return [METRICS[name], { bothEmpty: edge, referenceEmpty: edge, predictionEmpty: edge, noMatch: edge }];
    }),
  );
}

function groupOf(group: NonNullable<GoldenConfig["groups"]>[string]): GroupOption {
  if ("things" in group) return { thing: group.things ?? [], parts: group.parts ?? [] };
  if (!("labels" in group) || group.labels === undefined) return group as readonly number[];
  return { labels: group.labels, single: group.single ?? false, merge: group.type === "merge" };
}
