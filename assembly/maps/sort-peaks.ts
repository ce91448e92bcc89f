/**
 * The voxels above the threshold of candidates by peaks: their values as keys, in falling order.
 *
 * **Cost**: O(n) time; digits of eight bits, least significant first, those that all share left out.
 */

import { RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { MapReading, readValue } from "./map-reading";
import { fallingKey, Peaks } from "./peak-state";

function take<T>(data: usize, reading: usize, scratch: usize): void {
  const peaks = changetype<Peaks>(scratch);
  const how = changetype<MapReading>(reading);
  let id: usize = 0;
  for (let row: usize = 0; row < <usize>(peaks.ny * peaks.nz); row++) {
    const end = load<u32>(peaks.rowOffsets + (row << 2), 4);
    for (let i = load<u32>(peaks.rowOffsets + (row << 2)); i < end; i++) {
      const run = load<u64>(peaks.runs + ((<usize>i) << RUN_SHIFT));
      for (let x = runStart(run); x < runEnd(run); x++, id++) {
        const voxel = row * <usize>peaks.nx + <usize>x;
        store<u32>(peaks.voxels + (id << 2), <u32>voxel);
        store<u64>(peaks.keys + (id << 3), fallingKey(readValue(<f64>load<T>(data + voxel * sizeof<T>()), how)));
        store<u32>(peaks.order + (id << 2), <u32>id);
      }
    }
  }
}

/** Sorts keys with their ids, rising, equal ones as they are: digits of eight bits, those that all share left out. */
export function sortPeaks(scratch: usize): void {
  const peaks = changetype<Peaks>(scratch);
  const counters = scratch + 512;
  const count = <usize>peaks.count;
  if (count == 0) return;
  for (let shift: u64 = 0; shift < 64; shift += 8) {
    memory.fill(counters, 0, 1024);
    for (let i: usize = 0; i < count; i++) {
      const counter = counters + ((<usize>((load<u64>(peaks.keys + (i << 3)) >> shift) & 0xff)) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
    }
    if (load<u32>(counters + ((<usize>((load<u64>(peaks.keys) >> shift) & 0xff)) << 2)) == peaks.count) continue;
    let sum: u32 = 0;
    for (let i: usize = 0; i < 1024; i += 4) {
      const here = load<u32>(counters + i);
      store<u32>(counters + i, sum);
      sum += here;
    }
    for (let i: usize = 0; i < count; i++) {
      const key = load<u64>(peaks.keys + (i << 3));
      const counter = counters + ((<usize>((key >> shift) & 0xff)) << 2);
      const place = <usize>load<u32>(counter);
      store<u32>(counter, <u32>place + 1);
      store<u64>(peaks.otherKeys + (place << 3), key);
      store<u32>(peaks.otherOrder + (place << 2), load<u32>(peaks.order + (i << 2)));
    }
    const keys = peaks.keys;
    peaks.keys = peaks.otherKeys;
    peaks.otherKeys = keys;
    const order = peaks.order;
    peaks.order = peaks.otherOrder;
    peaks.otherOrder = order;
  }
}

/** Takes the values of the voxels above the threshold; a kernel for each type. */
export function takePeaksU8(data: usize, reading: usize, scratch: usize): void {
  take<u8>(data, reading, scratch);
}

export function takePeaksI8(data: usize, reading: usize, scratch: usize): void {
  take<i8>(data, reading, scratch);
}

export function takePeaksU16(data: usize, reading: usize, scratch: usize): void {
  take<u16>(data, reading, scratch);
}

export function takePeaksI16(data: usize, reading: usize, scratch: usize): void {
  take<i16>(data, reading, scratch);
}

export function takePeaksU32(data: usize, reading: usize, scratch: usize): void {
  take<u32>(data, reading, scratch);
}

export function takePeaksI32(data: usize, reading: usize, scratch: usize): void {
  take<i32>(data, reading, scratch);
}

export function takePeaksU64(data: usize, reading: usize, scratch: usize): void {
  take<u64>(data, reading, scratch);
}

export function takePeaksI64(data: usize, reading: usize, scratch: usize): void {
  take<i64>(data, reading, scratch);
}

export function takePeaksF32(data: usize, reading: usize, scratch: usize): void {
  take<f32>(data, reading, scratch);
}

export function takePeaksF64(data: usize, reading: usize, scratch: usize): void {
  take<f64>(data, reading, scratch);
}
