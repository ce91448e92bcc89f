import type { OptionTexts } from "../option-row.js";

/** Texts for documentation, help and types, for the options of `../rows/metrics.ts`. */
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
      "how a mean over matched references treats values that are not defined: it leaves them out and says how many are left (omit), or is not defined itself (propagate)",
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
