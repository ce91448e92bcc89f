import type { OptionTexts } from "../option-row.js";

/** Texts for documentation, help and types, for the options of `../rows/instances.ts`. */
export const INSTANCES_TEXTS = {
  input: {
    description:
      "meaning of labels: classes whose connected components are the instances (semantic), instances numbered " +
      "independently in both volumes (unmatched), or instances whose equal labels already match (matched)",
    type: "InputKind",
    source: "Kofler et al. 2023, arXiv 2312.02608",
  },
  groups: {
    description: 'labels that are evaluated together, by name; "each": every label on its own; default: all as one',
    type: "GroupsOption",
    resolved: "ResolvedGroups",
  },
  connectivity: {
    description:
      "which neighbours belong together: 6, 18 or 26 in 3D, 4 or 8 in 2D; faces: 6 or 4; corners (default): 26 or 8",
    type: "ConnectivityOption",
  },
  touchingLabels: {
    description:
      "whether components of different labels of a group stay apart where they touch (separate, the default), or join",
    type: "TouchingLabels",
  },
  ignoreLabel: {
    description:
      "a label of the reference, negative in signed files if need be, whose voxels are void: neither right nor wrong, and in no count",
    source: "Kirillov et al. 2019, arXiv 1801.00868, 4.2",
  },
  ignoreRule: {
    description:
      "void: instances are found first, and unmatched predictions mostly in void do not count; cut: void is cut out before " +
      "instances are found",
    type: "IgnoreRule",
    source: "Kirillov et al. 2019, arXiv 1801.00868, 4.2",
  },
  strictLabels: {
    description: "refuse volumes with labels that no group names, and groups without a voxel in either volume",
  },
  ignoreGeometry: {
    description: "differences between the two volumes' grids that are not refused",
    type: "readonly GeometryPart[]",
  },
  geometryTolerance: {
    description: "voxels by which a corner of the prediction's grid may be displaced from the reference's",
    unit: "voxels",
  },
  roundLabels: {
    description: "round every voxel to the nearest label, however far off it is, instead of refusing fractions",
  },
  maximumVoxels: {
    description: "refuse files whose headers claim more voxels than this",
    unit: "voxels",
  },
} as const satisfies OptionTexts;
