import { isVoxmatchError } from "../../../base/errors.js";
import type { InputKind } from "../../instances/instance-options.js";
import { resolveGroups } from "../groups.js";
import { type EvaluateOptions, OPTIONS } from "../registry.js";
import type { ConfigDocument } from "./locate.js";
import { readEdgeCases } from "./panoptica-edge-cases.js";
import { readGroups } from "./panoptica-groups.js";
import { metricKey, metricName, readMatchingMetric, readMetrics } from "./panoptica-metrics.js";
import {
  enumName,
  flagAt,
  numberOf,
  type PanopticaNode,
  panopticaNode,
  refuseOtherKeys,
  valueAt,
} from "./panoptica-node.js";

const INPUTS: Readonly<Record<string, InputKind>> = {
  SEMANTIC: "semantic",
  UNMATCHED_INSTANCE: "unmatched",
  MATCHED_INSTANCE: "matched",
};

/** The strategy that each of panoptica's matching algorithms is. */
const MATCHERS = {
  NaiveThresholdMatching: "greedy",
  MaxBipartiteMatching: "one-to-one",
  MaximizeMergeMatching: "merge",
} as const;

/** The evaluator's parameters, those that only say what is printed among them. */
const KEYS = [
  "expected_input",
  "instance_approximator",
  "instance_matcher",
  "edge_case_handler",
  "segmentation_class_groups",
  "instance_metrics",
  "global_metrics",
  "metrics",
  "decision_metric",
  "decision_threshold",
  "per_region_evaluation",
  "save_group_times",
  "log_times",
  "verbose",
];

export function isPanopticaDocument({ document }: ConfigDocument): boolean {
  const tag = document.contents?.tag;
  return tag === "!Panoptica_Evaluator" || tag === "!SegmentationClassGroups";
}

/** The options that a file of panoptica stands for; `notes` name the differences. */
export function readPanoptica(file: ConfigDocument): EvaluateOptions {
  const root = panopticaNode(file, file.document.contents);
  if (root.tag === "SegmentationClassGroups") return { groups: checkedGroups(root) };
  refuseOtherKeys(root, KEYS);
  const notes = [`The options are those of panoptica's configuration ${file.name}.`];
  const { nsdTolerance, ...metrics } = readMetrics(root, notes);
  const handler = valueAt(root, "edge_case_handler");
  const groups = valueAt(root, "segmentation_class_groups");
  if (groups !== null)
    notes.push("Labels that belong to no group are left out; panoptica refuses volumes that have such.");
  const input = INPUTS[inputName(root)];
  return {
    preset: "panoptica",
    input,
    ...readApproximator(valueAt(root, "instance_approximator")),
    ...readMatcher(root, input),
    ...metrics,
    ...readDecision(root, notes),
    ...(handler !== null && { edgeCases: readEdgeCases(handler, notes) }),
    // Groups that panoptica makes of nothing have no entries.
    ...(groups !== null && groups.entries.size > 0 && { groups: checkedGroups(groups) }),
    ...settled("nsdTolerance", nsdTolerance, "The tolerance of NSD", notes),
    ...settled("regions", flagAt(root, "per_region_evaluation") || null, "per_region_evaluation", notes),
    notes,
  };
}

function inputName(root: PanopticaNode): string {
  const node = valueAt(root, "expected_input");
  return node === null ? "MATCHED_INSTANCE" : enumName(node, "InputType", Object.keys(INPUTS));
}

/** Without a name the backend depends on the number of dimensions, as in the preset. */
function readApproximator(node: PanopticaNode | null): EvaluateOptions {
  if (node === null) return {};
  if (node.tag !== "ConnectedComponentsInstanceApproximator") {
    throw node.refusal(
      `instances are found by !ConnectedComponentsInstanceApproximator, not by !${node.tag ?? "something else"}.`,
    );
  }
  refuseOtherKeys(node, ["cca_backend"]);
  const backend = valueAt(node, "cca_backend");
  if (backend === null) return {};
  // scipy.ndimage.label joins by faces and knows no labels; cc3d joins equal labels by corners.
  return enumName(backend, "CCABackend", ["cc3d", "scipy"]) === "scipy"
    ? { connectivity: "faces", touchingLabels: "merge" }
    : { connectivity: "corners", touchingLabels: "separate" };
}

function readMatcher(root: PanopticaNode, input: InputKind): EvaluateOptions {
  const node = valueAt(root, "instance_matcher");
  if (node === null) {
    if (input === "matched") return {};
    throw root.refusal(`${inputName(root)} input needs an instance_matcher: ${tagsOf(MATCHERS)}.`);
  }
  const strategy = MATCHERS[node.tag as keyof typeof MATCHERS];
  if (strategy === undefined) throw node.refusal(`instance_matcher must be one of ${tagsOf(MATCHERS)}.`);
  const naive = strategy === "greedy" ? ["allow_many_to_one"] : [];
  refuseOtherKeys(node, ["matching_metric", "matching_threshold", ...naive]);
  const threshold = valueAt(node, "matching_threshold");
  return {
    strategy,
    matchingMetric: readMatchingMetric(valueAt(node, "matching_metric")),
    threshold: threshold === null ? 0.5 : numberOf(threshold, "matching_threshold"),
    ...(naive.length > 0 && { allowManyToOne: flagAt(node, "allow_many_to_one") }),
  };
}

function tagsOf(matchers: object): string {
  return Object.keys(matchers)
    .map((name) => `!${name}`)
    .join(", ");
}

function readDecision(root: PanopticaNode, notes: string[]): EvaluateOptions {
  const metric = valueAt(root, "decision_metric");
  const threshold = valueAt(root, "decision_threshold");
  if (metric === null) {
    // panoptica takes a threshold without a metric, and does nothing with it.
    if (threshold !== null) notes.push("decision_threshold has no effect without a decision_metric.");
    return {};
  }
  const name = metricName(metric);
  const key = metricKey(name);
  if (key === null) throw metric.refusal(`Matches cannot be decided by ${name}, which is not computed here.`);
  if (threshold === null) throw metric.refusal("decision_metric needs a decision_threshold, too.");
  return { decisionMetric: key, decisionThreshold: numberOf(threshold, "decision_threshold") };
}

/** An option that this version may not have yet. */
function settled(key: string, value: unknown, what: string, notes: string[]): EvaluateOptions {
  if (value === null) return {};
  if (OPTIONS.some((row) => row.key === key)) return { [key]: value };
  notes.push(`${what} is not supported and was left out.`);
  return {};
}

function checkedGroups(node: PanopticaNode): EvaluateOptions["groups"] {
  const groups = readGroups(node);
  try {
    resolveGroups(groups);
  } catch (error) {
    throw isVoxmatchError(error) ? node.refusal(error.message) : error;
  }
  return groups;
}
