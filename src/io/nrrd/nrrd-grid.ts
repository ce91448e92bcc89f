import { type Grid, gridOf, unplaced, type WorldAxes } from "../header/axes.js";
import { invalidField, numbersIn } from "../header/number-list.js";
import type { FileChoices } from "../voxel-source.js";
import type { NrrdFields } from "./nrrd-header.js";

/** The spaces whose axes have a direction; those of others, such as scanner-xyz, are not known. */
const SPACES: Readonly<Record<string, WorldAxes>> = {
  "right-anterior-superior": "RAS",
  ras: "RAS",
  "left-anterior-superior": "LAS",
  las: "LAS",
  "left-posterior-superior": "LPS",
  lps: "LPS",
};

/** Millimetres in a unit of length. */
const UNITS: Readonly<Record<string, number>> = {
  mm: 1,
  cm: 10,
  m: 1000,
  um: 1e-3,
  µm: 1e-3,
  μm: 1e-3,
  micron: 1e-3,
  nm: 1e-6,
};

/** The axes of a file: those of space, and the one of layers, if there is one. */
export interface NrrdAxes {
  readonly label: string;
  readonly shape: readonly number[];
  /** Whether the first axis of the file is none of space. */
  readonly hasLayers: boolean;
}

/**
 * Where the voxels lie, by `space directions`, else by `spacings`.
 * @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME`
 */
export function nrrdGrid({ fields }: NrrdFields, axes: NrrdAxes, choices: FileChoices): Grid {
  const { label, shape } = axes;
  const stated = fields.get("spacedirections");
  if (stated === undefined) return bySpacings(fields.get("spacings"), axes, choices);
  const unit = unitOf(fields.get("spaceunits"), label);
  const vectors = directions(stated, label).filter((vector) => vector !== null);
  if (vectors.length === 0) return bySpacings(fields.get("spacings"), axes, choices);
  if (vectors.length < shape.length && shape.slice(vectors.length).some((length) => length > 1)) {
    throw invalidField({ label, name: "space directions" }, stated, `a vector for each of ${shape.length} axes`);
  }
  const steps = vectors.slice(0, shape.length).map((vector) => vector.map((entry) => entry * unit.millimetres));
  const place = { label, shape };
  const space = fields.get("space")?.toLowerCase() ?? "";
  const world = SPACES[space];
  const origin = fields.get("spaceorigin");
  const found = gridOf(
    steps,
    origin === undefined ? [] : originOf(origin, label).map((entry) => entry * unit.millimetres),
    world ?? "RAS",
    place,
  );
  if (world !== undefined && origin !== undefined) return { ...found, notes: unit.notes };
  const missing =
    world === undefined ? `space is ${space === "" ? "not stated" : space}` : "space origin is not stated";
  const note = `${label}: ${missing}, so that only shape and spacing can be compared.`;
  return { spacing: found.spacing, affine: null, notes: [...unit.notes, note] };
}

function bySpacings(stated: string | undefined, { label, shape, hasLayers }: NrrdAxes, { spacing }: FileChoices): Grid {
  const sizes = stated === undefined ? [] : numbersIn(stated, { label, name: "spacings" }).slice(hasLayers ? 1 : 0);
  const isKnown = shape.every((length, axis) => sizes[axis] > 0 || (length === 1 && stated !== undefined));
  if (!isKnown) return unplaced(shape, spacing, { label, reason: "the header says nothing of the size of voxels" });
  const note = `${label}: the header says nothing of orientation or place, so that only shape and spacing can be compared.`;
  return { spacing: shape.map((_, axis) => (sizes[axis] > 0 ? sizes[axis] : 1)), affine: null, notes: [note] };
}

/** A vector for each axis; null for "none". */
function directions(text: string, label: string): readonly (readonly number[] | null)[] {
  const words = text.match(/none|\([^)]*\)/gi) ?? [];
  if (words.join("").replace(/\s/g, "") !== text.replace(/\s/g, "")) {
    throw invalidField({ label, name: "space directions" }, text, "vectors such as (1,0,0), or none");
  }
  return words.map((word) => {
    if (/none/i.test(word)) return null;
    const vector = numbersIn(word.slice(1, -1), { label, name: "space directions" });
    return vector.every(Number.isNaN) ? null : vector;
  });
}

function originOf(text: string, label: string): readonly number[] {
  return numbersIn(text.replace(/^\(|\)$/g, ""), { label, name: "space origin" });
}

function unitOf(
  text: string | undefined,
  label: string,
): { readonly millimetres: number; readonly notes: readonly string[] } {
  const names = [...new Set((text?.match(/"[^"]*"|\S+/g) ?? []).map((name) => name.replaceAll('"', "").trim()))].filter(
    (name) => name !== "" && name !== "???" && name !== "none",
  );
  if (names.length === 0) return { millimetres: 1, notes: [] };
  const millimetres = UNITS[names[0].toLowerCase()];
  if (names.length === 1 && millimetres !== undefined) return { millimetres, notes: [] };
  return { millimetres: 1, notes: [`${label}: space units are ${text}, and are read as millimetres.`] };
}
