import { firstWithout } from "../../../base/search.js";
import { NEVER, type TreeHistory } from "../../../bindings/maps/tree-history.js";
import type { Triple } from "../../../bindings/volumes/run-volume.js";
import { voxelAt } from "../read/voxel-at.js";
import { type InstanceQuality, qualityOf } from "../scores/instances.js";

/** A component of {m ≥ threshold}. */
export interface ViewedComponent {
  /** Its largest value, and the first voxel of it: x, y, z. */
  readonly confidence: number;
  readonly peak: readonly number[];
  readonly voxels: number;
}

/** A map at one threshold. */
export interface MapAtThreshold extends InstanceQuality {
  readonly threshold: number;
  /** Voxels of {m ≥ threshold}, and of these in the reference. */
  readonly voxels: number;
  readonly inside: number;
  /** NaN where there is neither a voxel nor a reference. */
  readonly dice: number;
  readonly n_components: number;
  /** The highest peaks first. */
  readonly components: readonly ViewedComponent[];
}

export interface ViewContext {
  readonly shape: Triple;
  /** Voxels of the reference, and its instances, in the domain. */
  readonly k: number;
  readonly instances: number;
  /** The lowest threshold that the view answers. */
  readonly lowest: number;
}

/** A map against one group of the reference, ready to answer for any threshold: every answer is a few searches, and one pass. */
export class MapView {
  readonly #history: TreeHistory;
  readonly #context: ViewContext;
  readonly #ends: Uint32Array;

  constructor(history: TreeHistory, context: ViewContext) {
    this.#history = history;
    this.#context = context;
    this.#ends = history.deaths.filter((place) => place !== NEVER).sort();
  }

  /** The lowest threshold that the view answers. */
  get lowest(): number {
    return this.#context.lowest;
  }

  /** All values above the lowest threshold at which something changes, falling. */
  get values(): Float64Array {
    return this.#history.values;
  }

  /**
   * Describes {m ≥ threshold}: the set, its components, and how they match the reference.
   * @throws RangeError below the lowest threshold
   */
  at(threshold: number): MapAtThreshold {
    const { values, ends, inside: places, births, stepEnds, stepMatched, stepIous } = this.#history;
    const { k, instances, lowest } = this.#context;
    if (!(threshold >= lowest)) {
      throw new RangeError(`The threshold ${threshold} is below ${lowest}, from which on the map was opened.`);
    }
    const level = firstWithout(0, values.length, (i) => values[i] >= threshold);
    const voxels = level === 0 ? 0 : ends[level - 1];
    const inside = countBelow(places, voxels);
    const components = countBelow(births, voxels) - countBelow(this.#ends, voxels);
    const step = firstWithout(0, stepEnds.length, (i) => stepEnds[i] <= voxels) - 1;
    const point = {
      ...{ value: threshold, voxels, components },
      matched: step < 0 ? 0 : stepMatched[step],
      iouSum: step < 0 ? 0 : stepIous[step],
    };
    return {
      ...{ threshold, voxels, inside, dice: (2 * inside) / (voxels + k), n_components: components },
      ...qualityOf(point, instances),
      components: this.#components(voxels),
    };
  }

  /** The components of the first voxels in falling order: what ended among them is its heir's. */
  #components(voxels: number): ViewedComponent[] {
    const { values, ends, branchOf, births, deaths, heirs, voxels: indices } = this.#history;
    const born = countBelow(births, voxels);
    const sizes = new Uint32Array(born);
    for (let place = 0; place < voxels; place++) sizes[branchOf[place]]++;
    const alive: number[] = [];
    // An heir was born before.
    for (let branch = born - 1; branch >= 0; branch--) {
      if (deaths[branch] < voxels) sizes[heirs[branch]] += sizes[branch];
      else alive.push(branch);
    }
    return alive.reverse().map((branch) => ({
      confidence: values[firstWithout(0, ends.length, (i) => ends[i] <= births[branch])],
      peak: voxelAt(indices[births[branch]], this.#context.shape),
      voxels: sizes[branch],
    }));
  }
}

/** How many of rising numbers are below a limit. */
function countBelow(rising: Uint32Array, limit: number): number {
  return firstWithout(0, rising.length, (i) => rising[i] < limit);
}
