/** Shared voxels of each pair of labels in plain TypeScript, the twin of `assembly/components/count-overlap.ts`. */
import type { TwinRuns } from "./run-list.js";

export interface TwinOverlap {
  readonly reference: Uint32Array;
  readonly prediction: Uint32Array;
  readonly voxels: Float64Array;
}

export function countOverlapTwin(reference: TwinRuns, prediction: TwinRuns): TwinOverlap {
  const table = new PairTable();
  const rows = reference.offsets.length - 1;
  let labelA = 0;
  let labelB = 0;
  let voxels = 0;
  for (let row = 0; row < rows; row++) {
    let a = reference.offsets[row];
    let b = prediction.offsets[row];
    const aEnd = reference.offsets[row + 1];
    const bEnd = prediction.offsets[row + 1];
    while (a < aEnd && b < bEnd) {
      const endA = reference.ends[a];
      const endB = prediction.ends[b];
      const start = Math.max(reference.starts[a], prediction.starts[b]);
      const end = Math.min(endA, endB);
      if (start < end) {
        if (reference.labels[a] !== labelA || prediction.labels[b] !== labelB) {
          if (voxels > 0) table.add(labelA, labelB, voxels);
          labelA = reference.labels[a];
          labelB = prediction.labels[b];
          voxels = 0;
        }
        voxels += end - start;
      }
      if (endA < endB) a++;
      else b++;
    }
  }
  if (voxels > 0) table.add(labelA, labelB, voxels);
  return table.list();
}

/** Open addressing with linear probing, at most half full. */
class PairTable {
  #mask = 1023;
  #entries = 0;
  #keys = new Uint32Array(2048);
  #voxels = new Float64Array(1024);

  add(a: number, b: number, voxels: number): void {
    if (this.#entries > this.#mask >> 1) this.#grow();
    let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77);
    h ^= h >>> 15;
    for (let slot = h & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const present = this.#keys[2 * slot];
      if (present === 0) {
        this.#keys[2 * slot] = a;
        this.#keys[2 * slot + 1] = b;
        this.#entries++;
      } else if (present !== a || this.#keys[2 * slot + 1] !== b) {
        continue;
      }
      this.#voxels[slot] += voxels;
      return;
    }
  }

  list(): TwinOverlap {
    const slots = Array.from(this.#voxels.keys()).filter((slot) => this.#keys[2 * slot] !== 0);
    return {
      reference: Uint32Array.from(slots, (slot) => this.#keys[2 * slot]),
      prediction: Uint32Array.from(slots, (slot) => this.#keys[2 * slot + 1]),
      voxels: Float64Array.from(slots, (slot) => this.#voxels[slot]),
    };
  }

  #grow(): void {
    const { reference, prediction, voxels } = this.list();
    const slots = 4 * (this.#mask + 1);
    this.#mask = slots - 1;
    this.#entries = 0;
    this.#keys = new Uint32Array(2 * slots);
    this.#voxels = new Float64Array(slots);
    for (let i = 0; i < voxels.length; i++) this.add(reference[i], prediction[i], voxels[i]);
  }
}
