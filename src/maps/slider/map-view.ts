import { firstWithout } from "../../../base/search.js";
import type { Triple } from "../../../bindings/volumes/run-volume.js";
import { defineRows } from "../../results/lazy-rows.js";
import { voxelAt } from "../read/voxel-at.js";
import { type InstanceQuality, qualityOf } from "../scores/instances.js";
import { nextAlive, type ViewIndex } from "./view-index.js";

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
  /** The highest peaks first; made when first read. */
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

/** A map against one group of the reference, ready to answer for any threshold by searching. */
export class MapView {
  readonly #index: ViewIndex;
  readonly #context: ViewContext;

  constructor(index: ViewIndex, context: ViewContext) {
    this.#index = index;
    this.#context = context;
  }

  /** The lowest threshold that the view answers. */
  get lowest(): number {
    return this.#context.lowest;
  }

  /** All values above the lowest threshold at which something changes, falling. */
  get values(): Float64Array {
    return this.#index.values;
  }

  /**
   * Describes {m ≥ threshold}: the set, its components, and how they match the reference.
   * @param most how many components are listed at most, those of the highest peaks
   * @throws RangeError below the lowest threshold
   */
  at(threshold: number, most = Number.POSITIVE_INFINITY): MapAtThreshold {
    const { values, ends, inside: places, births, joins, stepEnds, stepMatched, stepIous } = this.#index;
    const { k, instances, lowest } = this.#context;
    if (!(threshold >= lowest)) {
      throw new RangeError(`The threshold ${threshold} is below ${lowest}, from which on the map was opened.`);
    }
    const level = firstWithout(0, values.length, (i) => values[i] >= threshold);
    const voxels = level === 0 ? 0 : ends[level - 1];
    const inside = countBelow(places, voxels);
    const components = countBelow(births, voxels) - countBelow(joins, voxels);
    const step = firstWithout(0, stepEnds.length, (i) => stepEnds[i] <= voxels) - 1;
    const point = {
      ...{ value: threshold, voxels, components },
      matched: step < 0 ? 0 : stepMatched[step],
      iouSum: step < 0 ? 0 : stepIous[step],
    };
    const found = {
      ...{ threshold, voxels, inside, dice: (2 * inside) / (voxels + k), n_components: components },
      ...qualityOf(point, instances),
      components: [],
    };
    let branch = -1;
    defineRows<ViewedComponent>(found, "components", {
      length: Math.min(most, components),
      // Rows are made in their order.
      at: (i) => {
        branch = nextAlive(this.#index.latest, i === 0 ? 0 : branch + 1, voxels);
        return this.#componentOf(branch, voxels);
      },
    });
    return found;
  }

  /** The component of a branch among the first voxels in falling order. */
  #componentOf(branch: number, voxels: number): ViewedComponent {
    const { values, ends, births, peaks, own, joined, joinedVoxels } = this.#index;
    const [firstOwn, lastOwn] = [own.firsts[branch], own.firsts[branch + 1]];
    const [firstJoined, lastJoined] = [joined.firsts[branch], joined.firsts[branch + 1]];
    const came = firstWithout(firstOwn, lastOwn, (i) => own.items[i] < voxels) - firstOwn;
    const others = firstWithout(firstJoined, lastJoined, (i) => joined.items[i] < voxels);
    return {
      confidence: values[firstWithout(0, ends.length, (i) => ends[i] <= births[branch])],
      peak: voxelAt(peaks[branch], this.#context.shape),
      voxels: came + (others === firstJoined ? 0 : joinedVoxels[others - 1]),
    };
  }
}

/** How many of rising numbers are below a limit. */
function countBelow(rising: Uint32Array, limit: number): number {
  return firstWithout(0, rising.length, (i) => rising[i] < limit);
}
