import { VoxmatchError } from "../../../base/errors.js";
import { asRecord, asRecords, type ZarrNode } from "./zarr-node.js";

/** An axis of an array, with the size of a step and the place of the first voxel, in mm where it is one of space. */
export interface ZarrAxis {
  readonly name: string;
  readonly kind: "space" | "channel" | "time" | "other";
  readonly step: number;
  readonly origin: number;
}

/** An array of an OME-Zarr: a level of its pyramid (ngff.openmicroscopy.org, 0.4 and 0.5). */
export interface OmeLevel {
  /** Of the array, within the group. */
  readonly path: string;
  /** The slowest first, as the array has them. */
  readonly axes: readonly ZarrAxis[];
  /** Whether anything is said of the place of the first voxel. */
  readonly isPlaced: boolean;
  readonly notes: readonly string[];
}

/** The metadata of an image, if the group is one: where 0.5 has them, else where 0.4 has them. */
export function omeAttributes({ attributes }: ZarrNode): Readonly<Record<string, unknown>> {
  return attributes.ome === undefined ? attributes : asRecord(attributes.ome);
}

export function isOmeImage(node: ZarrNode): boolean {
  return asRecords(omeAttributes(node).multiscales).length > 0;
}

/** Millimetres in a unit of length. */
const UNITS: Readonly<Record<string, number>> = {
  angstrom: 1e-7,
  nanometer: 1e-6,
  micrometer: 1e-3,
  millimeter: 1,
  centimeter: 10,
  meter: 1e3,
};

/**
 * The array of a level.
 * @throws VoxmatchError `INVALID_FILE` for metadata that contradict the format, `INVALID_OPTION` for a level that there is not
 */
export function omeLevel(node: ZarrNode, level: number, label: string): OmeLevel {
  const attributes = omeAttributes(node);
  const images = asRecords(attributes.multiscales);
  const [image] = images;
  const version = String(attributes.version ?? image.version ?? "");
  if (/^0\.[6-9]/.test(version) || Array.isArray(image.coordinateSystems)) {
    throw invalid(
      label,
      `is of version ${version || "0.6"} of OME-Zarr, whose transformations are not read: save it as 0.4 or 0.5`,
    );
  }
  const datasets = asRecords(image.datasets);
  const dataset = datasets[level];
  if (dataset === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `${label} has ${datasets.length} levels, numbered from 0 on, and no level ${level}.`,
      {
        option: "level",
        value: level,
        levels: datasets.length,
      },
    );
  }
  const path = String(dataset.path ?? "");
  if (path === "" || path.split("/").some((part) => part === ".." || part === ""))
    throw invalid(label, `names the path "${path}" of an array`);
  const listed = Array.isArray(image.axes)
    ? image.axes.map((axis) => (typeof axis === "string" ? { name: axis } : asRecord(axis)))
    : [];
  if (listed.length === 0)
    throw invalid(label, `is of version ${version || "0.1"} of OME-Zarr without axes: save it as 0.4 or 0.5`);
  const own = transformOf(dataset.coordinateTransformations, listed.length, label);
  const all = transformOf(image.coordinateTransformations, listed.length, label);
  const notes = images.length > 1 ? [`${label}: of ${images.length} images of the group the first is read.`] : [];
  let assumesUnit = false;
  const axes = listed.map((axis, i) => {
    const name = String(axis.name ?? "").toLowerCase();
    const kind = kindOf(name, axis.type);
    const unit = axis.unit === undefined ? undefined : UNITS[String(axis.unit).toLowerCase()];
    if (kind === "space" && unit === undefined) assumesUnit = true;
    const millimetres = unit ?? UNITS.micrometer;
    const origin = (all.scale[i] * own.translation[i] + all.translation[i]) * millimetres;
    return { name, kind, step: all.scale[i] * own.scale[i] * millimetres, origin };
  });
  if (assumesUnit) notes.push(`${label}: the axes have no unit that is a length, and are taken to be in micrometers.`);
  return { path, axes, isPlaced: own.isPlaced || all.isPlaced, notes };
}

function kindOf(name: string, type: unknown): ZarrAxis["kind"] {
  if (type === "space" || (type === undefined && "xyz".includes(name) && name.length === 1)) return "space";
  if (type === "channel" || name === "c") return "channel";
  return type === "time" || name === "t" ? "time" : "other";
}

interface Transform {
  readonly scale: readonly number[];
  readonly translation: readonly number[];
  readonly isPlaced: boolean;
}

/** A scale and a translation behind it, either of which may be left out. */
function transformOf(value: unknown, count: number, label: string): Transform {
  let [scale, translation] = [new Array<number>(count).fill(1), new Array<number>(count).fill(0)];
  let isPlaced = false;
  for (const transformation of asRecords(value)) {
    if (transformation.type === "identity") continue;
    const numbers = transformation[String(transformation.type)];
    const isUsable =
      Array.isArray(numbers) && numbers.length === count && numbers.every((each) => Number.isFinite(each));
    if (transformation.type === "scale" && isUsable) scale = numbers.map(Number);
    else if (transformation.type === "translation" && isUsable) {
      translation = numbers.map(Number);
      isPlaced = true;
    } else
      throw invalid(
        label,
        `has a transformation of the type ${transformation.type} that is not read, expected ${count} numbers of scale or translation`,
      );
  }
  return { scale, translation, isPlaced };
}

function invalid(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${label} ${what}.`, { source: label });
}
