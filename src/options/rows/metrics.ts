import { DISJOINT_FOREGROUNDS, POOLINGS, SPACES, THINNINGS } from "../../metrics/formulas.js";
import { UNDEFINED_IN_MEANS } from "../../metrics/means.js";
import { DEFAULT_METRICS, METRIC_KEYS } from "../../metrics/registry.js";
import { SCORE_KEYS } from "../../metrics/table-scores/keys.js";
import { VOI_BACKGROUNDS } from "../../metrics/table-scores/score-row.js";
import type { OptionRow, OptionTexts } from "../option-row.js";

/** What is measured. */
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

/** What documentation, help and types say of these options. */
export const METRICS_TEXTS = {
  metrics: {
    description: "metrics of each matched reference; the default ones need no distances",
    type: "readonly MetricKey[]",
  },
  globalMetrics: {
    description: "metrics of the whole foreground",
    type: "readonly MetricKey[]",
  },
  scores: {
    description: "scores of neighbouring fields that each group also gets, as its block scores",
    type: "readonly string[]",
  },
  voiBackground: {
    description:
      "whether voi_split and voi_merge count voxels of the reference's background (count), or leave them out as CREMI does (omit)",
    type: "VoiBackground",
    source: "Meilă 2007, DOI 10.1016/j.jmva.2006.11.013",
  },
  assd: {
    description: "mean distance of all surface voxels (pooled), or the mean of both sides' means (directed)",
    type: "Pooling",
    source: "Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)",
  },
  thinning: {
    description:
      "whether skeletons keep the last voxel of each component (keep-last), or lose it where scikit-image deletes it",
    type: "Thinning",
    source: "Lee, Kashyap, Chu 1994, DOI 10.1006/cgip.1994.1042",
  },
  undefinedInMeans: {
    description:
      "what a mean over matched references does with values that are not defined: leaves them out and says how many are left, or is not defined itself (propagate)",
    type: "UndefinedInMeans",
  },
  disjointForegrounds: {
    description:
      "whether metrics of whole foregrounds that do not overlap are measured as all others, or are the edge case noMatch",
    type: "DisjointForegrounds",
  },
  hd95: {
    description: "95th percentile of both directed distances together (pooled), or the larger of the two (directed)",
    type: "Pooling",
    source: "Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)",
  },
  nsd: {
    description: "share of all surface voxels that agree (pooled), or the mean of both sides' shares (directed)",
    type: "Pooling",
    source: "Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)",
  },
  nsdTolerance: {
    description:
      "surfaces this far apart still agree, in mm; default: the smallest spacing (half a voxel where lengths are in voxels)",
    unit: "mm",
  },
  globalSpace: {
    description: "whether distances between whole foregrounds are in mm or, as panoptica has them, in voxels",
    type: "Space",
  },
  regions: {
    description: "also evaluate each reference in its own Voronoi region",
    source: "Jaus et al. 2024, arXiv 2410.18684",
  },
  regionSpace: {
    description: "whether a region's voxels are nearest in mm or, as panoptica has them, in voxels",
    type: "Space",
  },
  edgeCases: {
    description: "values of metrics where there is nothing to measure, by metric and case",
    type: "EdgeCasesOption",
    resolved: "ResolvedEdgeCases",
  },
} as const satisfies OptionTexts;
