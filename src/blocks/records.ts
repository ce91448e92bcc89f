/**
 * Records of components, one after the other. All that a component needs to become part of a larger one adds up, or is a minimum or
 * a maximum; places are those of the whole volume.
 *
 * ```
 *  record | key | rank | voxels | Σx high, low | Σy high, low | Σz high, low | box, 6 | first voxel | whole | thing | voxels of class 0, 1 … |
 * ```
 */
export interface Records {
  readonly count: number;
  /** Classes of parts; 0 where instances have none. */
  readonly classes: number;
  readonly data: Float64Array<ArrayBuffer>;
}

/** Where in a record its numbers are. */
export const FIELD = {
  /** Components of different keys never join: the label of the volume, or the code of its group. */
  key: 0,
  /** Scan index of the first voxel before void is cut out, by which components are numbered. */
  rank: 1,
  voxels: 2,
  /** Sums of coordinates: high and low word of x, y, z. A sum of 10¹² voxels may need more than 53 bits. */
  sums: 3,
  /** First and last voxel along x, y, z. */
  box: 9,
  /** Scan index of the first voxel. */
  first: 15,
  /** Voxels before those in void were cut out. */
  whole: 16,
  /** Voxels of the thing itself, which an instance with parts must have, before void was cut out. */
  thing: 17,
  parts: 18,
} as const;

/** Numbers of a record. */
export function recordLength(classes: number): number {
  return FIELD.parts + classes;
}

export function emptyRecords(classes: number, count = 0): Records {
  return { count, classes, data: new Float64Array(count * recordLength(classes)) };
}

/** Adds the record at `from` of `other` to that at `at` of `data`. */
export function addRecord(data: Float64Array, at: number, other: Float64Array, from: number, length: number): void {
  data[at + FIELD.rank] = Math.min(data[at + FIELD.rank], other[from + FIELD.rank]);
  if (other[from + FIELD.voxels] > 0) addMeasures(data, at, other, from);
  for (let field: number = FIELD.whole; field < length; field++) data[at + field] += other[from + field];
}

/** Void may have left nothing of a component, whose box and first voxel then say nothing. */
function addMeasures(data: Float64Array, at: number, other: Float64Array, from: number): void {
  const isFirst = data[at + FIELD.voxels] === 0;
  data[at + FIELD.voxels] += other[from + FIELD.voxels];
  for (let field: number = FIELD.sums; field < FIELD.box; field += 2) {
    addExactly(data, at + field, other[from + field]);
    addExactly(data, at + field, other[from + field + 1]);
  }
  for (let field: number = FIELD.box; field <= FIELD.first; field++) {
    const [held, found] = [data[at + field], other[from + field]];
    const isLast = field < FIELD.first && (field - FIELD.box) % 2 === 1;
    data[at + field] = isFirst ? found : isLast ? Math.max(held, found) : Math.min(held, found);
  }
}

/** Adds a whole number to one of two words, exactly: Knuth's TwoSum (The Art of Computer Programming 2, 4.2.2). */
function addExactly(words: Float64Array, at: number, number: number): void {
  const high = words[at];
  const sum = high + number;
  const part = sum - high;
  const lost = high - (sum - part) + (number - part);
  words[at] = sum;
  words[at + 1] += lost;
}

/** The key of each component. */
export function keysOf({ count, classes, data }: Records): Float64Array {
  const length = recordLength(classes);
  return Float64Array.from({ length: count }, (_, i) => data[i * length + FIELD.key]);
}
