import type { MapScore } from "./score.js";

/** The pointing game: where the largest value lies. */
export const POINTING_SCORES: readonly MapScore[] = [
  {
    key: "pointing_hit",
    family: "pointing",
    name: "Pointing game",
    definition:
      "the share of the voxels of the largest value (above 0) within the tolerance of a voxel of the reference",
    unit: "1",
    better: "higher",
    bounds: [0, 1],
    value: ({ k, pointed }) => {
      if (k === 0) return "empty_reference";
      return pointed === null ? "no_mass" : pointed.hits / pointed.voxels;
    },
  },
  {
    key: "pointing_distance",
    family: "pointing",
    name: "Pointing distance",
    definition: "their mean distance to the nearest voxel of the reference, between voxel centres",
    unit: "mm",
    better: "lower",
    bounds: [0, Number.POSITIVE_INFINITY],
    value: ({ k, pointed }) => {
      if (k === 0) return "empty_reference";
      return pointed === null ? "no_mass" : pointed.distances / pointed.voxels;
    },
  },
  {
    key: "n_peaks",
    family: "pointing",
    name: "Voxels of the largest value",
    definition: "how many voxels tie for the largest value, if it is above 0",
    unit: "voxels",
    better: "none",
    bounds: [0, Number.POSITIVE_INFINITY],
    value: ({ pointed }) => pointed?.voxels ?? 0,
  },
];
