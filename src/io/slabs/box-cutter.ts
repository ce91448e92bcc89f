import { firstWithout } from "../../../base/search.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { asRunVolume, copyVoxelsIn } from "../../../bindings/volumes/arena-volume.js";
import type { Box } from "../../../bindings/volumes/paint-labels.js";
import { copyRunsIn, type RunVolume } from "../../../bindings/volumes/run-volume.js";
import type { Slab } from "./slab-reader.js";

/** Cuts a box out of the slabs of a volume, as runs. */
export class BoxCutter {
  readonly #box: Box;
  #runs = new Uint32Array(256);
  #words = 0;
  readonly #offsets: Uint32Array<ArrayBuffer>;

  constructor(box: Box) {
    this.#box = box;
    this.#offsets = new Uint32Array(box.shape[1] * box.shape[2] + 1);
  }

  /** Takes the layers that a slab, given as its runs, shares with the box; slabs come in order. */
  take({ arena }: Engine, list: RunVolume, firstLayer: number): void {
    const { origin, shape } = this.#box;
    const [, ny, nz] = list.shape;
    const offsets = arena.u32(list.rowOffsets, ny * nz + 1);
    const words = arena.u32(list.runs, 2 * list.runCount);
    const last = Math.min(origin[2] + shape[2], firstLayer + nz);
    for (let z = Math.max(origin[2], firstLayer); z < last; z++) {
      for (let j = 0; j < shape[1]; j++) {
        const row = origin[1] + j + ny * (z - firstLayer);
        this.#takeRow(words, offsets[row], offsets[row + 1]);
        this.#offsets[1 + j + shape[1] * (z - origin[2])] = this.#words / 2;
      }
    }
  }

  /** Copies the box into the arena. */
  copyIn(engine: Engine): RunVolume {
    const runs = this.#runs.slice(0, this.#words);
    return copyRunsIn(engine, { runs, rowOffsets: this.#offsets, shape: this.#box.shape });
  }

  #takeRow(words: Uint32Array, from: number, to: number): void {
    const [x] = this.#box.origin;
    const end = x + this.#box.shape[0];
    for (let i = firstBehind(words, from, to, x); i < to && (words[2 * i] & 0xffff) < end; i++) {
      const [first, last] = [Math.max(x, words[2 * i] & 0xffff), Math.min(end, words[2 * i] >>> 16)];
      if (this.#words + 2 > this.#runs.length) {
        const larger = new Uint32Array(2 * this.#runs.length);
        larger.set(this.#runs);
        this.#runs = larger;
      }
      this.#runs[this.#words++] = (first - x) | ((last - x) << 16);
      this.#runs[this.#words++] = words[2 * i + 1];
    }
  }
}

/** The runs of a slab, in the arena. */
export function slabRuns(engine: Engine, slab: Slab): RunVolume {
  return asRunVolume(engine, copyVoxelsIn(engine, slab));
}

/** The first run of a row that ends behind a voxel. */
function firstBehind(words: Uint32Array, from: number, to: number, x: number): number {
  return firstWithout(from, to, (i) => words[2 * i] >>> 16 <= x);
}
