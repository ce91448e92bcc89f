import type { OverlapList } from "../../bindings/components/count-overlap.js";

const FIRST_SLOTS = 1024;

/** Voxels that pairs of numbers share: a hash table with linear probing, at most half of it filled. */
export class PairCounts {
  #references = new Uint32Array(FIRST_SLOTS);
  #predictions = new Uint32Array(FIRST_SLOTS);
  #voxels = new Float64Array(FIRST_SLOTS);
  #entries = 0;

  /** Adds voxels, at least 1, to a pair. */
  add(reference: number, prediction: number, voxels: number): void {
    const slot = this.#slotOf(reference, prediction);
    if (this.#voxels[slot] === 0) {
      this.#references[slot] = reference;
      this.#predictions[slot] = prediction;
      this.#entries++;
    }
    this.#voxels[slot] += voxels;
    if (2 * this.#entries > this.#voxels.length) this.#grow();
  }

  /** All pairs, in no particular order. */
  list(): OverlapList {
    const [reference, prediction] = [new Uint32Array(this.#entries), new Uint32Array(this.#entries)];
    const voxels = new Float64Array(this.#entries);
    let to = 0;
    for (let slot = 0; slot < this.#voxels.length; slot++) {
      if (this.#voxels[slot] === 0) continue;
      reference[to] = this.#references[slot];
      prediction[to] = this.#predictions[slot];
      voxels[to++] = this.#voxels[slot];
    }
    return { reference, prediction, voxels };
  }

  #slotOf(reference: number, prediction: number): number {
    const mask = this.#voxels.length - 1;
    let hash = Math.imul(reference, 0x9e37_79b1) ^ Math.imul(prediction, 0x85eb_ca77);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      if (this.#voxels[slot] === 0) return slot;
      if (this.#references[slot] === reference && this.#predictions[slot] === prediction) return slot;
    }
  }

  #grow(): void {
    const { reference, prediction, voxels } = this.list();
    const slots = 2 * this.#voxels.length;
    this.#references = new Uint32Array(slots);
    this.#predictions = new Uint32Array(slots);
    this.#voxels = new Float64Array(slots);
    this.#entries = 0;
    for (let i = 0; i < voxels.length; i++) this.add(reference[i], prediction[i], voxels[i]);
  }
}
