import { VoxmatchError } from "../../../base/errors.js";
import type { VolumeHeader } from "../../../base/types.js";
import type { Pointer } from "../../../bindings/engine/kernels.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { VOXEL_BYTES } from "../../../bindings/maps/map-kernels.js";
import { type MapVolume, voxelCount } from "../../../bindings/maps/map-volume.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { tripleOf } from "../../../bindings/volumes/run-volume.js";
import { ArraySource, type ArrayVolume } from "../../io/array-source.js";
import { FILE_OPTIONS, type FileOptions } from "../../io/file-options.js";
import type { FileSource } from "../../io/file-source.js";
import { MACHINE_IS_LITTLE_ENDIAN, type VoxelArray } from "../../io/nifti/data-types.js";
import { openFile } from "../../io/open-file.js";
import type { VolumeInput } from "../../io/source/byte-source.js";
import type { VoxelSink } from "../../io/voxel-source.js";
import { refuseUnknown } from "../../options/suggest.js";
import type { OpenedVolume } from "./open-labels.js";
import { asRefusalOfMap } from "./refuse-as-map.js";

/** A file that holds a map of any number type, in any format that `readVolume` reads. It is read while it is scored. */
export interface MapFile extends Omit<FileOptions, "roundLabels" | "negativeLabel"> {
  /** A path, a `file:` or `https:` URL, the bytes of a file, a Blob or File, or the handle of a folder. */
  readonly file: VolumeInput;
}

const MAP_FILE_OPTIONS = FILE_OPTIONS.filter((option) => option !== "roundLabels" && option !== "negativeLabel");

/** A map in a typed array; a value is `slope · stored + intercept`. */
export interface MapArray extends ArrayVolume {
  /** 1 by default. */
  readonly slope?: number;
  /** 0 by default. */
  readonly intercept?: number;
}

/** A map that was read: plain data, which {@link evaluateMap} takes as it is. */
export interface ContinuousMap extends VolumeHeader {
  /** The stored numbers, x fastest. */
  readonly data: VoxelArray;
  readonly slope: number;
  readonly intercept: number;
}

export type MapInput = ContinuousMap | MapArray | MapFile;

/** A map of which the header is known. It must be closed. */
export interface OpenedMap extends OpenedVolume<MapVolume> {
  /** How messages name it. */
  readonly label: string;
}

/**
 * Opens a map and checks its header.
 * @param scale what values are divided by
 * @throws VoxmatchError `FILE_ACCESS`, `INVALID_FILE`, `INVALID_VOLUME`, `INVALID_OPTION`
 */
export async function openMapInput(engine: MapEngine, input: MapInput, scale = 1): Promise<OpenedMap> {
  return "file" in input ? openMapFile(engine, input, scale) : openMapArray(engine, input, scale);
}

async function openMapFile(
  engine: MapEngine,
  { file: stored, ...options }: MapFile,
  scale: number,
): Promise<OpenedMap> {
  refuseUnknown("option of a file", Object.keys(options), MAP_FILE_OPTIONS);
  const source = await openFile(engine, stored, options).catch((error: unknown) => {
    throw asRefusalOfMap(error);
  });
  const { header, label } = source;
  return { header, label, load: () => readInto(engine, source, scale), close: () => source.close() };
}

/** Reads the voxels of a file to where they stay. */
async function readInto(engine: MapEngine, source: FileSource, scale: number): ReturnType<OpenedMap["load"]> {
  const { arena, maps } = engine;
  const { volume } = source;
  const { dataType, littleEndian, slope, intercept } = volume.encoding;
  const shape = tripleOf(volume.header.shape);
  const count = voxelCount(shape);
  const voxelBytes = count * bytesPerVoxel(dataType);
  const data = arena.allocate(voxelBytes, 64);
  const mark = arena.mark();
  const { trailingBytes } = await volume.stream(engine, () => sinkAt(engine, data, voxelBytes), false);
  arena.release(mark);
  if (littleEndian !== MACHINE_IS_LITTLE_ENDIAN) maps.swapBytes(data, count, voxelBytes / count);
  const loaded = { data, dataType, shape, slope, intercept, divisor: scale };
  return { loaded, header: await source.describe({ rounding: null, trailingBytes }) };
}

function sinkAt({ arena }: MapEngine, data: Pointer, bytes: number): VoxelSink<void> {
  let filled = 0;
  return {
    push: (piece) => {
      arena.u8(data + filled, piece.length).set(piece);
      filled += piece.length;
    },
    pushAt: (at, count) => {
      arena.u8(data + filled, count).set(arena.u8(at, count));
      filled += count;
    },
    finish: () => {
      if (filled !== bytes) throw new VoxmatchError("INTERNAL", "A map was closed before all its voxels had come.");
    },
    abandon: () => {},
  };
}

function openMapArray(engine: MapEngine, input: ContinuousMap | MapArray, scale: number): OpenedMap {
  const { header: checked } = new ArraySource(input, "The map");
  const { slope = 1, intercept = 0 } = input;
  for (const [option, value] of Object.entries({ slope, intercept })) {
    if (Number.isFinite(value)) continue;
    throw new VoxmatchError("INVALID_VOLUME", `The ${option} of the map is ${value}, expected a finite number.`, {
      value,
    });
  }
  const source = "source" in input ? input.source : null;
  const header = { ...checked, source };
  const load = async () => {
    const loaded: MapVolume = {
      data: engine.arena.copyIn(input.data),
      dataType: header.dataType,
      shape: tripleOf(header.shape),
      // As in a file: no slope means that stored numbers are values.
      ...(slope === 0 ? { slope: 1, intercept: 0 } : { slope, intercept }),
      divisor: scale,
    };
    return { loaded, header };
  };
  return { header, label: source?.path ?? "The map", load, close: async () => {} };
}

/** Bytes of a voxel of a map. */
export function bytesOfVoxel({ dataType }: Pick<MapVolume, "dataType">): number {
  return VOXEL_BYTES[dataType];
}
