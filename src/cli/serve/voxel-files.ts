import { type FileHandle, open } from "node:fs/promises";
import { VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import type { EvaluateInputs } from "../../evaluation/open-inputs.js";
import type { ArrayVolume } from "../../io/array-source.js";
import { VOXEL_ARRAYS } from "../../io/nifti/data-types.js";
import { checkShape } from "../../io/shape.js";
import { refuseUnknown } from "../../options/suggest.js";
import { decodeNumbers } from "../../reports/case/json-numbers.js";
import { isObject, type Params } from "./message.js";
import { invalidParam } from "./parameters.js";

type Input = EvaluateInputs["reference"];

const SIDES = ["reference", "prediction"] as const;

/** Memory that is kept for the next request: pages cost most the first time they are touched. */
const KEPT_BYTES = 2 ** 30;

/** One call of the system reads no more. */
const READ_BYTES = 2 ** 30;

/** Reads the volumes of requests, whose voxels a client has written to files in the order and format of a typed array. */
export class VoxelFiles {
  readonly #kept = new Map<string, ArrayBuffer>();

  /** The inputs that the parameters `reference` and `prediction` name. */
  async inputs(params: Params): Promise<EvaluateInputs> {
    const opened = new Map<string, Promise<ArrayVolume>>();
    const inputOf = (side: (typeof SIDES)[number]): Promise<Input> | Input => {
      const given = params[side];
      if (isObject(given) && "file" in given) return fileInput(side, given);
      if (!isObject(given) || !("voxels" in given)) {
        throw invalidParam(side, given, "an object with a file, or with voxels, dataType and shape");
      }
      // One and the same file is one array, so that a comparison with itself is noticed.
      const key = JSON.stringify(given);
      const volume = opened.get(key) ?? this.#read(side, given);
      opened.set(key, volume);
      return volume;
    };
    const [reference, prediction] = await Promise.all(SIDES.map(async (side) => inputOf(side)));
    return { reference, prediction };
  }

  async #read(side: string, given: Params): Promise<ArrayVolume> {
    const { voxels: path, dataType, shape, spacing: size, affine: world, ...rest } = given;
    // NaN and infinities come by their names, to be refused as such.
    const [spacing, affine] = [decodeNumbers(size), decodeNumbers(world)];
    refuseUnknown(`key of parameter ${side}`, Object.keys(rest), []);
    if (typeof path !== "string") throw invalidParam(`${side}.voxels`, path, "the path of a file");
    if (!isDataType(dataType)) throw invalidParam(`${side}.dataType`, dataType, Object.keys(VOXEL_ARRAYS).join(", "));
    if (!isNumbers(shape)) throw invalidParam(`${side}.shape`, shape, "a list of numbers");
    if (spacing !== undefined && !isNumbers(spacing))
      throw invalidParam(`${side}.spacing`, spacing, "a list of numbers");
    if (affine !== undefined && affine !== null && !isNumbers(affine)) {
      throw invalidParam(`${side}.affine`, affine, "a list of sixteen numbers, or null");
    }
    checkShape(shape);
    const voxels = shape.reduce((product, length) => product * length, 1);
    const bytes = voxels * VOXEL_ARRAYS[dataType].BYTES_PER_ELEMENT;
    const buffer = await this.#load(side, path, bytes);
    const data = new VOXEL_ARRAYS[dataType](buffer, 0, voxels);
    return { data, shape, ...(spacing !== undefined && { spacing }), ...(affine !== undefined && { affine }) };
  }

  async #load(side: string, path: string, bytes: number): Promise<ArrayBuffer> {
    const refuse = (reason: string, cause?: unknown) =>
      new VoxmatchError("FILE_ACCESS", `The voxels of the ${side} cannot be read: ${reason}.`, { path }, { cause });
    let file: FileHandle;
    try {
      file = await open(path);
    } catch (cause) {
      throw refuse(String(cause instanceof Error ? cause.message : cause), cause);
    }
    try {
      const found = await file.stat();
      if (!found.isFile()) throw refuse(`${path} is no file`);
      // Checked before memory is reserved: a shape may claim any size.
      if (found.size !== bytes)
        throw refuse(`${path} has ${found.size} bytes, but its shape and type ask for ${bytes}`);
      const buffer = this.#bufferFor(side, bytes);
      for (let at = 0; at < bytes; ) {
        const length = Math.min(READ_BYTES, bytes - at);
        const { bytesRead } = await file.read(new Uint8Array(buffer, at, length), 0, length, at);
        if (bytesRead === 0) throw refuse(`${path} became shorter while it was read`);
        at += bytesRead;
      }
      return buffer;
    } finally {
      await file.close();
    }
  }

  #bufferFor(side: string, bytes: number): ArrayBuffer {
    const kept = this.#kept.get(side);
    if (kept !== undefined && kept.byteLength >= bytes) return kept;
    // Two volumes at once would be too much.
    this.#kept.delete(side);
    const buffer = new ArrayBuffer(bytes);
    if (bytes <= KEPT_BYTES) this.#kept.set(side, buffer);
    return buffer;
  }
}

function fileInput(side: string, given: Params): Input {
  const { file, ...options } = given;
  if (typeof file !== "string") throw invalidParam(`${side}.file`, file, "the path of a file");
  return { file, ...options };
}

function isDataType(value: unknown): value is DataType {
  return typeof value === "string" && Object.hasOwn(VOXEL_ARRAYS, value);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => typeof each === "number");
}
