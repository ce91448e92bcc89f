import { DISJOINT_FOREGROUNDS, POOLINGS, SPACES, THINNINGS } from "../../metrics/formulas.js";
import { UNDEFINED_IN_MEANS } from "../../metrics/means.js";
import { DEFAULT_METRICS, METRIC_KEYS } from "../../metrics/registry.js";
import { SCORE_KEYS } from "../../metrics/table-scores/keys.js";
import { VOI_BACKGROUNDS } from "../../metrics/table-scores/score-row.js";
import type { OptionRow } from "../option-row.js";

/** Metrics, and how they are measured. */
export const METRICS_ROWS: readonly OptionRow[] = [
  {
    key: "metrics",
    kind: { type: "list", choices: METRIC_KEYS },
    default: DEFAULT_METRICS,
    affects: "metrics",
  },
  {
    key: "globalMetrics",
    kind: { type: "list", choices: METRIC_KEYS },
    default: DEFAULT_METRICS,
    affects: "metrics",
  },
  {
    key: "scores",
    kind: { type: "list", choices: SCORE_KEYS },
    default: [],
    affects: "report",
  },
  {
    key: "voiBackground",
    kind: { type: "choice", choices: VOI_BACKGROUNDS },
    default: "count",
    affects: "report",
  },
  {
    key: "assd",
    kind: { type: "choice", choices: POOLINGS },
    default: "pooled",
    affects: "metrics",
  },
  {
    key: "thinning",
    kind: { type: "choice", choices: THINNINGS },
    default: "keep-last",
    affects: "metrics",
  },
  {
    key: "undefinedInMeans",
    kind: { type: "choice", choices: UNDEFINED_IN_MEANS },
    default: "omit",
    affects: "metrics",
  },
  {
    key: "disjointForegrounds",
    kind: { type: "choice", choices: DISJOINT_FOREGROUNDS },
    default: "measure",
    affects: "metrics",
  },
  {
    key: "hd95",
    kind: { type: "choice", choices: POOLINGS },
    default: "pooled",
    affects: "metrics",
  },
  {
    key: "nsd",
    kind: { type: "choice", choices: POOLINGS },
    default: "pooled",
    affects: "metrics",
  },
  {
    key: "nsdTolerance",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: undefined,
    affects: "metrics",
  },
  {
    key: "globalSpace",
    kind: { type: "choice", choices: SPACES },
    default: "mm",
    affects: "metrics",
  },
  {
    key: "regions",
    kind: { type: "flag" },
    default: false,
    affects: "metrics",
  },
  {
    key: "regionSpace",
    kind: { type: "choice", choices: SPACES },
    default: "mm",
    affects: "metrics",
  },
  {
    key: "edgeCases",
    kind: { type: "structure" },
    default: undefined,
    affects: "metrics",
  },
];
