import type { Engine } from "../../../bindings/engine/engine.js";
import { bytesPerVoxel, type VoxelEncoding } from "../../../bindings/read/voxel-encoding.js";
import type { CreateSink, VoxelSink } from "../voxel-source.js";

/** Selection among interleaved layers. */
export interface Pick {
  /** Numbers that are stored for each voxel. */
  readonly layers: number;
  readonly layer: number;
  /** The number that becomes label 1, while all others become background; null for all as they are. */
  readonly value: number | null;
}

/** How the voxels are stored once they are picked. */
export function pickedEncoding(encoding: VoxelEncoding, { value }: Pick): VoxelEncoding {
  return value === null ? encoding : { ...encoding, dataType: "uint8", littleEndian: true, slope: 1, intercept: 0 };
}

/** Takes interleaved voxels, in pieces of any length, and passes on the selected ones. */
export function pickingSink<Found>(
  engine: Engine,
  stored: VoxelEncoding,
  pick: Pick,
  createSink: CreateSink<Found>,
): VoxelSink<Found> {
  const sink = createSink(null);
  const size = bytesPerVoxel(stored.dataType);
  const group = size * pick.layers;
  const take = pick.value === null ? copied(size, group, pick.layer) : compared(stored, group, pick.layer, pick.value);
  let rest = new Uint8Array(0);
  const push = (bytes: Uint8Array) => {
    let from = 0;
    if (rest.length > 0) {
      from = Math.min(bytes.length, group - rest.length);
      const filled = new Uint8Array(rest.length + from);
      filled.set(rest);
      filled.set(bytes.subarray(0, from), rest.length);
      rest = filled;
      if (rest.length < group) return;
      sink.push(take(rest));
    }
    const whole = bytes.length - ((bytes.length - from) % group);
    if (whole > from) sink.push(take(bytes.subarray(from, whole)));
    rest = bytes.slice(whole);
  };
  return {
    push,
    // A copy: the sink may move memory.
    pushAt: (at, bytes) => push(engine.arena.u8(at, bytes).slice()),
    finish: () => sink.finish(),
    abandon: () => sink.abandon(),
  };
}

type Take = (groups: Uint8Array) => Uint8Array;

/** The voxels of a layer, as they are stored. */
function copied(size: number, group: number, layer: number): Take {
  return (groups) => {
    const picked = new Uint8Array((groups.length / group) * size);
    for (let at = layer * size, to = 0; to < picked.length; at += group, to += size) {
      for (let i = 0; i < size; i++) picked[to + i] = groups[at + i];
    }
    return picked;
  };
}

/** 1 where a layer has a value, else 0. */
function compared({ dataType, littleEndian }: VoxelEncoding, group: number, layer: number, value: number): Take {
  const size = bytesPerVoxel(dataType);
  if (Number.isNaN(value)) return (groups) => new Uint8Array(groups.length / group);
  const wanted = bytesOf(dataType, littleEndian, value);
  return (groups) => {
    const picked = new Uint8Array(groups.length / group);
    for (let i = 0, at = layer * size; i < picked.length; i++, at += group) {
      let isSame = 1;
      for (let k = 0; k < size; k++) if (groups[at + k] !== wanted[k]) isSame = 0;
      picked[i] = isSame;
    }
    return picked;
  };
}

/** A whole number as it is stored. */
function bytesOf(dataType: VoxelEncoding["dataType"], littleEndian: boolean, value: number): Uint8Array {
  const size = bytesPerVoxel(dataType);
  const view = new DataView(new ArrayBuffer(size));
  if (dataType === "float32") view.setFloat32(0, value, littleEndian);
  else if (dataType === "float64") view.setFloat64(0, value, littleEndian);
  else if (size === 8) view.setBigInt64(0, BigInt(value), littleEndian);
  else if (size === 4) view.setUint32(0, value >>> 0, littleEndian);
  else if (size === 2) view.setUint16(0, value, littleEndian);
  else view.setUint8(0, value);
  return new Uint8Array(view.buffer);
}
