import {
  averageSurfaceDistance,
  boundaryOverlap,
  centrelineDice,
  hausdorff,
  meanOfDirectedMeans,
  surfaceDice,
} from "./formulas.js";
import type { EdgeCaseValues, Metric, PairCounts } from "./metric.js";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const OVERLAP: EdgeCaseValues = { bothEmpty: nan, referenceEmpty: 0, predictionEmpty: 0, noMatch: 0 };
const DISTANCE: EdgeCaseValues = {
  bothEmpty: nan,
  referenceEmpty: infinity,
  predictionEmpty: infinity,
  noMatch: infinity,
};
const UNDEFINED: EdgeCaseValues = { bothEmpty: nan, referenceEmpty: nan, predictionEmpty: nan, noMatch: nan };

const RATIO = { unit: "1", direction: "higher", bounds: [0, 1], edgeCases: OVERLAP } as const;
const LENGTH = { unit: "mm", direction: "lower", bounds: [0, infinity] } as const;

const rvd = ({ reference, prediction }: PairCounts) => (prediction - reference) / reference;

/** Every metric, in the order in which results list them. */
export const METRICS = {
  iou: {
    ...RATIO,
    name: "Intersection over union",
    definition: "|A ∩ B| / |A ∪ B|",
    matchable: false,
    isDefault: true,
    isPanoptic: true,
    from: { counts: ({ reference: a, prediction: b, intersection: n }) => n / (a + b - n) },
  },
  dsc: {
    ...RATIO,
    name: "Dice similarity coefficient",
    definition: "2 |A ∩ B| / (|A| + |B|)",
    matchable: false,
    isDefault: true,
    isPanoptic: true,
    from: { counts: ({ reference: a, prediction: b, intersection: n }) => (2 * n) / (a + b) },
  },
  cldsc: {
    ...RATIO,
    name: "Centreline Dice",
    definition: "harmonic mean of |S(A) ∩ B| / |S(A)| and |S(B) ∩ A| / |S(B)|, S by Lee 1994 in 3D, Zhang-Suen in 2D",
    matchable: true,
    isDefault: false,
    isPanoptic: true,
    from: { skeletons: centrelineDice },
  },
  assd: {
    ...LENGTH,
    edgeCases: DISTANCE,
    name: "Average symmetric surface distance",
    definition:
      "mean distance of the surface voxels of both masks to the other surface; or directed: mean of two means",
    matchable: true,
    isDefault: false,
    isPanoptic: false,
    from: { surfaces: averageSurfaceDistance },
  },
  masd: {
    ...LENGTH,
    edgeCases: DISTANCE,
    name: "Mean average surface distance",
    definition: "mean of the two directed mean distances between surface voxels",
    matchable: true,
    isDefault: false,
    isPanoptic: false,
    from: { surfaces: meanOfDirectedMeans },
  },
  rvd: {
    name: "Relative volume difference",
    definition: "(|B| − |A|) / |A|",
    unit: "1",
    direction: "lower",
    bounds: [-1, infinity],
    edgeCases: UNDEFINED,
    matchable: false,
    isDefault: true,
    isPanoptic: false,
    from: { counts: rvd },
  },
  rvae: {
    name: "Relative volume absolute error",
    definition: "| |B| − |A| | / |A|",
    unit: "1",
    direction: "lower",
    bounds: [0, infinity],
    edgeCases: UNDEFINED,
    matchable: false,
    isDefault: true,
    isPanoptic: false,
    from: { counts: (pair) => Math.abs(rvd(pair)) },
  },
  cedi: {
    ...LENGTH,
    edgeCases: UNDEFINED,
    name: "Centre distance",
    definition: "distance between the centres of mass of A and B",
    matchable: true,
    isDefault: true,
    isPanoptic: false,
    from: { centres: (distanceMm) => distanceMm },
  },
  hd: {
    ...LENGTH,
    edgeCases: DISTANCE,
    name: "Hausdorff distance",
    definition: "largest distance from a surface voxel of either mask to the other surface",
    matchable: true,
    isDefault: false,
    isPanoptic: false,
    from: { surfaces: hausdorff },
  },
  hd95: {
    ...LENGTH,
    edgeCases: DISTANCE,
    name: "Hausdorff distance, 95th percentile",
    definition:
      "95th percentile, linearly interpolated, of both directed distances pooled; or directed: the larger of two",
    matchable: true,
    isDefault: false,
    isPanoptic: false,
    from: { surfaces: ({ percentile95 }) => percentile95 },
  },
  nsd: {
    ...RATIO,
    name: "Normalised surface Dice",
    definition:
      "share of the surface voxels of both masks within the tolerance of the other; or directed: mean of two shares",
    matchable: true,
    isDefault: false,
    isPanoptic: false,
    from: { surfaces: surfaceDice },
  },
  boundaryIou: {
    ...RATIO,
    name: "Boundary intersection over union",
    definition: "|∂A ∩ ∂B| / |∂A ∪ ∂B|, ∂ being the surface voxels",
    matchable: true,
    isDefault: false,
    isPanoptic: false,
    from: { surfaces: boundaryOverlap },
  },
} as const satisfies Record<string, Metric>;
