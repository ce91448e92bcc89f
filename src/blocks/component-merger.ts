import { addRecord, FIELD, type Records, recordLength } from "./records.js";

const FIRST_CAPACITY = 256;

/** Components of one side, which grow block by block: union-find over their ids, and a record for each. */
export class ComponentMerger {
  readonly #length: number;
  #data: Float64Array<ArrayBuffer>;
  #parents = new Uint32Array(FIRST_CAPACITY);
  #count = 0;
  /** Ids by key, where labels alone tell instances apart. */
  readonly #idOfKey: Map<number, number> | null;

  /** @param isByKey components of one key are one, wherever they are */
  constructor(
    readonly classes: number,
    isByKey: boolean,
  ) {
    this.#length = recordLength(classes);
    this.#data = new Float64Array(FIRST_CAPACITY * this.#length);
    this.#idOfKey = isByKey ? new Map() : null;
  }

  /** The key of a component. */
  keyOf(id: number): number {
    return this.#data[this.find(id) * this.#length + FIELD.key];
  }

  /** The id that stands for a component and for all that it was joined with: the smallest of them. */
  find(id: number): number {
    const parents = this.#parents;
    let at = id;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /**
   * Adds the components of a block.
   * @param joined for each its id where it was found to touch one that is here, else −1; only new ones take a new id, so that
   *   memory follows what is there, not how often it was cut
   * @returns their ids
   */
  add({ count, data }: Records, joined: Float64Array): Uint32Array<ArrayBuffer> {
    const ids = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const from = i * this.#length;
      const known = this.#idOfKey?.get(data[from + FIELD.key]) ?? (joined[i] < 0 ? undefined : this.find(joined[i]));
      if (known === undefined) ids[i] = this.#insert(data, from);
      else {
        ids[i] = known;
        addRecord(this.#data, known * this.#length, data, from, this.#length);
      }
    }
    return ids;
  }

  /** Makes two components one. */
  join(one: number, other: number): number {
    const [a, b] = [this.find(one), this.find(other)];
    if (a === b) return a;
    const [low, high] = a < b ? [a, b] : [b, a];
    this.#parents[high] = low;
    addRecord(this.#data, low * this.#length, this.#data, high * this.#length, this.#length);
    return low;
  }

  /** The components as they are now, by first voxel, and for each id the number of its component. */
  list(): { readonly records: Records; readonly numbers: Uint32Array } {
    const length = this.#length;
    const roots = new Float64Array(this.#count);
    let count = 0;
    for (let id = 0; id < this.#count; id++) if (this.#parents[id] === id) roots[count++] = id;
    const rankOf = (id: number) => this.#data[id * length + FIELD.rank];
    const ordered = roots.subarray(0, count);
    // They are in order where blocks came in order.
    const isOrdered = ordered.every((id, i) => i === 0 || rankOf(ordered[i - 1]) < rankOf(id));
    if (!isOrdered) ordered.sort((a, b) => rankOf(a) - rankOf(b));
    const data = new Float64Array(count * length);
    const numbers = new Uint32Array(this.#count);
    for (let i = 0; i < count; i++) {
      data.set(this.#data.subarray(ordered[i] * length, (ordered[i] + 1) * length), i * length);
      numbers[ordered[i]] = i + 1;
    }
    for (let id = 0; id < this.#count; id++) numbers[id] = numbers[this.find(id)];
    return { records: { count, classes: this.classes, data }, numbers };
  }

  #insert(data: Float64Array, from: number): number {
    const id = this.#count++;
    if (id === this.#parents.length) this.#grow();
    this.#parents[id] = id;
    this.#data.set(data.subarray(from, from + this.#length), id * this.#length);
    this.#idOfKey?.set(data[from + FIELD.key], id);
    return id;
  }

  #grow(): void {
    const [data, parents] = [this.#data, this.#parents];
    this.#data = new Float64Array(2 * data.length);
    this.#data.set(data);
    this.#parents = new Uint32Array(2 * parents.length);
    this.#parents.set(parents);
  }
}
