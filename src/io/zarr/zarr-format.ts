import { VoxmatchError } from "../../../base/errors.js";
import { type Grid, gridOf, unplaced } from "../header/axes.js";
import { labelShape } from "../header/label-shape.js";
import { MACHINE_IS_LITTLE_ENDIAN } from "../nifti/data-types.js";
import type { FolderStore } from "../source/folder-store.js";
import { PiecewiseVolume } from "../stream/piecewise-volume.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";
import { seekable } from "../zip/zip-directory.js";
import { isOmeImage, omeAttributes, omeLevel, type ZarrAxis } from "./ome-image.js";
import { boxOf, chunkOf, openArray, slabsOf, type ZarrSelection, zarrType } from "./zarr-array.js";
import { type ZarrNode, zarrNode } from "./zarr-node.js";
import { zipFolder } from "./zip-folder.js";

/** OME-Zarr 0.4 and 0.5, and arrays of Zarr 2 and 3: folders, and ZIP archives of them. */
export async function openZarr(input: FormatInput): Promise<StoredVolume> {
  const { label, folder } = input.source;
  const store = folder ?? (await zipFolder(input.engine, seekable(input.source)));
  const { choices } = input;
  const { path, node } = await findNode(store, choices.member, label);
  if (node.kind === "array") return arrayVolume(input, store, path, namedAxes(node), null, []);
  const level = omeLevel(node, choices.level ?? 0, `${label}${path}`);
  return arrayVolume(input, store, `${path}/${level.path}`, level.axes, level.isPlaced, level.notes);
}

interface Found {
  readonly path: string;
  readonly node: ZarrNode;
}

/** The array or the image that is meant: of an image with labels, these. */
async function findNode(store: FolderStore, member: string | undefined, label: string): Promise<Found> {
  const root = await zarrNode(store, "", label);
  if (root === null) throw await noZarr(store, label);
  if (member === undefined) return withLabels(store, { path: "", node: root }, label);
  const parts = member.split("/").filter((part) => part !== "");
  if (parts.includes("..")) throw refusedMember(label, member, await listed(store, label));
  const inside = parts.map((part) => `/${part}`).join("");
  for (const path of [inside, `/labels${inside}`]) {
    const node = await zarrNode(store, path, label);
    if (node !== null) return withLabels(store, { path, node }, label);
  }
  throw refusedMember(label, member, await listed(store, label));
}

/** The labels of an image, if it has any; an image without labels, or an array, as it is. */
async function withLabels(store: FolderStore, found: Found, label: string): Promise<Found> {
  const { node, path } = found;
  if (node.kind === "array") return found;
  const attributes = omeAttributes(node);
  for (const [key, what] of [
    ["plate", "a plate"],
    ["well", "a well"],
    ["bioformats2raw.layout", "a collection of images"],
  ] as const) {
    if (attributes[key] === undefined) continue;
    const inside = await listed(store, label);
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label}${path} is ${what}, which holds many volumes. Name an image in it, such as ${label}${path}/0.${inside}`,
      { source: label },
    );
  }
  const names = await labelNames(store, path, label);
  if (!isOmeImage(node) && names.length === 0) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label}${path} is a group, and no image or array. Name an array in it.${await listed(store, label)}`,
      {
        source: label,
      },
    );
  }
  if (attributes["image-label"] !== undefined || names.length === 0) return found;
  if (names.length > 1) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `${label}${path} has several labels: ${names.join(", ")}. Name one (option member).`,
      {
        option: "member",
        labels: names,
      },
    );
  }
  const inside = `${path}/labels/${names[0]}`;
  const labels = await zarrNode(store, inside, label);
  return labels === null ? found : { path: inside, node: labels };
}

async function labelNames(store: FolderStore, path: string, label: string): Promise<readonly string[]> {
  const node = await zarrNode(store, `${path}/labels`, label);
  const names = node === null ? [] : omeAttributes(node).labels;
  const isSafe = (name: unknown): name is string =>
    typeof name === "string" && !name.split("/").includes("..") && name !== "";
  return Array.isArray(names) ? names.filter(isSafe) : [];
}

async function listed(store: FolderStore, label: string): Promise<string> {
  const names = (await store.list("/"))?.filter((name) => !name.startsWith(".") && name !== "zarr.json") ?? [];
  return names.length === 0
    ? ""
    : ` In ${label} there are ${names.slice(0, 12).join(", ")}${names.length > 12 ? ", …" : ""}.`;
}

/** The axes of an array without positions. */
function namedAxes({ dimensionNames, attributes }: ZarrNode): readonly ZarrAxis[] | null {
  // xarray writes names into the attributes of Zarr 2.
  const given = dimensionNames ?? attributes._ARRAY_DIMENSIONS;
  if (!Array.isArray(given) || !["x", "y"].every((name) => given.includes(name))) return null;
  return given.map((each) => {
    const name = String(each).toLowerCase();
    const kind =
      "xyz".includes(name) && name.length === 1 ? "space" : name === "c" ? "channel" : name === "t" ? "time" : "other";
    return { name, kind, step: 1, origin: 0 };
  });
}

async function arrayVolume(
  input: FormatInput,
  store: FolderStore,
  path: string,
  axes: readonly ZarrAxis[] | null,
  isPlaced: boolean | null,
  notes: readonly string[],
): Promise<StoredVolume> {
  const label = `${input.source.label}${path}`;
  const { choices, maximumVoxels, reading } = input;
  const { array, missing } = await openArray(store, path, label);
  const dataType = zarrType(array, label);
  const selection = selected(array.shape, axes, input, label);
  const lengths = selection.space.map((axis) => (axis === null ? 1 : array.shape[axis]));
  const kept = selection.space[2] === null ? lengths.slice(0, 2) : lengths;
  const shape = labelShape(kept, { label, field: "shape", maximumVoxels });
  const places = selection.space.map((axis) => (axis === null || axes === null ? null : axes[axis]));
  const grid =
    isPlaced === null
      ? unplaced(shape, choices.spacing, { label, reason: "an array of Zarr says nothing of size and place of voxels" })
      : gridAt(places, shape, isPlaced, label);
  const header = { shape, dataType, ...grid, notes: [...notes, ...grid.notes] };
  const encoding = { dataType, littleEndian: MACHINE_IS_LITTLE_ENDIAN, slope: 1, intercept: 0, ...reading };
  const remarks = () =>
    missing.size === 0
      ? []
      : [`${label}: ${missing.size} chunks are not there, and were read as the value that fills them, as Zarr has it.`];
  return new PiecewiseVolume(label, header, encoding, () => slabsOf(array, selection, label), remarks, {
    chunk: chunkOf(array, selection),
    read: (box) => boxOf(array, selection, box, label),
    absent: missing,
  });
}

/** Where the voxels lie. OME-Zarr says nothing of left and right, so that x, y and z are taken as they come. */
function gridAt(
  places: readonly (ZarrAxis | null)[],
  shape: readonly number[],
  isPlaced: boolean,
  label: string,
): Grid {
  const steps = shape.map((_, axis) => [0, 1, 2].map((row) => (row === axis ? (places[axis]?.step ?? 1) : 0)));
  const origin = [0, 1, 2].map((axis) => places[axis]?.origin ?? 0);
  const found = gridOf(steps, origin, "RAS", { label, shape });
  return isPlaced ? found : { ...found, affine: null };
}

/** Which axes of the array are x, y and z, and the indices along the others. */
function selected(
  shape: readonly number[],
  axes: readonly ZarrAxis[] | null,
  { choices }: FormatInput,
  label: string,
): ZarrSelection {
  const fixed = shape.map(() => 0);
  if (axes === null) {
    const dimensions = shape.length;
    const [x, y, z] = [dimensions - 1, dimensions - 2, dimensions - 3].map((axis) => (axis >= 0 ? axis : null));
    if (shape.slice(0, -3).some((length) => length > 1))
      labelShape([...shape].reverse(), { label, field: "shape", maximumVoxels: Number.MAX_SAFE_INTEGER });
    return { space: [x, y, z], fixed };
  }
  if (axes.length !== shape.length) {
    throw new VoxmatchError("INVALID_FILE", `${label} has ${shape.length} axes, and its group names ${axes.length}.`, {
      source: label,
    });
  }
  const at = (name: string) => axes.findIndex((axis) => axis.name === name && axis.kind === "space");
  const space = ["x", "y", "z"].map(at).map((axis) => (axis < 0 ? null : axis));
  if (space[0] === null || space[1] === null) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} has the axes ${axes.map(({ name }) => name).join(", ")}, expected x and y among them.`,
      {
        source: label,
      },
    );
  }
  for (const [i, axis] of axes.entries()) {
    if (!space.includes(i)) fixed[i] = chosen(axis, shape[i], choices, label);
  }
  return { space, fixed };
}

function chosen({ name, kind }: ZarrAxis, length: number, choices: FormatInput["choices"], label: string): number {
  const option = kind === "channel" ? "channel" : kind === "time" ? "frame" : null;
  const choice = option === null ? undefined : choices[option];
  if (choice === undefined && length === 1) return 0;
  if (option !== null && choice !== undefined && Number.isInteger(choice) && choice >= 0 && choice < length)
    return choice;
  const advice =
    option === null ? "Save one of them by itself" : `Choose one, from 0 to ${length - 1} (option ${option})`;
  throw new VoxmatchError(
    option === null || choice === undefined ? "INVALID_VOLUME" : "INVALID_OPTION",
    `${label} has ${length} volumes along its axis ${name}${choice === undefined ? "" : `, and no number ${choice}`}. ${advice}.`,
    { source: label, axis: name, length },
  );
}

async function noZarr(store: FolderStore, label: string): Promise<VoxmatchError> {
  const other =
    (await store.get("/info")) !== undefined
      ? "precomputed"
      : (await store.get("/attributes.json")) !== undefined
        ? "N5"
        : null;
  return new VoxmatchError(
    "FILE_ACCESS",
    other === null
      ? `${label} is a folder, expected a file, or a folder of Zarr, which has .zarray, .zgroup or zarr.json in it. Name a file in it; ` +
          "a DICOM series is first converted, as with dcm2niix."
      : `${label} is a folder of ${other}, which is not read. Export the labels to OME-Zarr, or to a NIfTI file.`,
    { path: label },
  );
}

function refusedMember(label: string, member: string, inside: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `${label} has no array or image "${member}".${inside}`, {
    option: "member",
    value: member,
  });
}
