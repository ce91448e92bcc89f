import { IGNORE_RULES, INPUT_KINDS, TOUCHING_LABELS } from "../../instances/instance-options.js";
import { DEFAULT_MAXIMUM_VOXELS } from "../../io/file-options.js";
import { GEOMETRY_PARTS, GEOMETRY_TOLERANCE } from "../../io/geometry.js";
import type { OptionRow } from "../option-row.js";

/** Contents of the volumes: accepted differences, and the meaning of instance. */
export const INSTANCES_ROWS: readonly OptionRow[] = [
  {
    key: "input",
    kind: { type: "choice", choices: INPUT_KINDS },
    default: "semantic",
    affects: "instances",
  },
  {
    key: "groups",
    kind: { type: "structure", words: ["each"] },
    default: undefined,
    affects: "instances",
  },
  {
    key: "connectivity",
    kind: { type: "choice", choices: [4, 6, 8, 18, 26, "faces", "corners"] },
    default: undefined,
    affects: "instances",
  },
  {
    key: "touchingLabels",
    kind: { type: "choice", choices: TOUCHING_LABELS },
    default: undefined,
    affects: "instances",
  },
  {
    key: "ignoreLabel",
    kind: { type: "number", minimum: -0x8000_0000, maximum: 0xffff_ffff, integer: true },
    default: undefined,
    affects: "instances",
  },
  {
    key: "ignoreRule",
    kind: { type: "choice", choices: IGNORE_RULES },
    default: "void",
    affects: "instances",
  },
  {
    key: "strictLabels",
    kind: { type: "flag" },
    default: false,
    affects: "report",
  },
  {
    key: "ignoreGeometry",
    kind: { type: "list", choices: GEOMETRY_PARTS },
    default: [],
    affects: "inputs",
  },
  {
    key: "geometryTolerance",
    kind: { type: "number", minimum: 0, maximum: Number.POSITIVE_INFINITY },
    default: GEOMETRY_TOLERANCE,
    affects: "inputs",
  },
  {
    key: "roundLabels",
    kind: { type: "flag" },
    default: false,
    affects: "inputs",
  },
  {
    key: "maximumVoxels",
    kind: { type: "number", minimum: 1, maximum: Number.MAX_SAFE_INTEGER, integer: true },
    default: DEFAULT_MAXIMUM_VOXELS,
    affects: "inputs",
  },
];
