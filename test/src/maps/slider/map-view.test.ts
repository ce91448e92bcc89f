import { describe, expect, it } from "vitest";
import { NEVER, type TreeHistory } from "../../../../bindings/maps/tree-history.js";
import { MapView } from "../../../../src/maps/slider/map-view.js";
import { type ViewIndex, viewIndex } from "../../../../src/maps/slider/view-index.js";
import { splitmix64 } from "../../../support/random.js";

const CONTEXT = { shape: [1000, 1000, 10], k: 7, instances: 2, lowest: 0.5 } as const;

/** Voxels of falling values that begin components or join one, and components that join. */
function drawHistory(voxels: number, seed: number): TreeHistory {
  const random = splitmix64(seed);
  const births: number[] = [];
  const deaths: number[] = [];
  const heirs: number[] = [];
  const alive: number[] = [];
  const branchOf = Uint32Array.from({ length: voxels }, (_, place) => {
    if (alive.length === 0 || random() < 0.3) {
      alive.push(births.length);
      births.push(place);
      deaths.push(NEVER);
      heirs.push(births.length - 1);
      return births.length - 1;
    }
    const chosen = Math.floor(random() * alive.length);
    if (chosen > 0 && random() < 0.3) {
      const [ended] = alive.splice(chosen, 1);
      deaths[ended] = place;
      heirs[ended] = alive[Math.floor(random() * chosen)];
      return heirs[ended];
    }
    return alive[chosen];
  });
  return {
    values: Float64Array.from({ length: voxels }, (_, i) => voxels - i),
    ends: Uint32Array.from({ length: voxels }, (_, i) => i + 1),
    inside: Uint32Array.from({ length: voxels / 4 }, (_, i) => 3 * i),
    branchOf,
    voxels: Uint32Array.from({ length: voxels }, (_, i) => (i * 7919) % voxels),
    births: Uint32Array.from(births),
    deaths: Uint32Array.from(deaths),
    heirs: Uint32Array.from(heirs),
    stepEnds: Uint32Array.from({ length: voxels / 8 }, (_, i) => 8 * i),
    stepMatched: Uint32Array.from({ length: voxels / 8 }, (_, i) => i % 3),
    stepIous: Float64Array.from({ length: voxels / 8 }, (_, i) => 0.7 * (i % 3)),
  };
}

/** Voxels of each component, by the branch that it is, counted one by one. */
function sizesPlainly({ branchOf, births, deaths, heirs }: TreeHistory, voxels: number): Map<number, number> {
  const sizes = new Map<number, number>();
  for (let place = 0; place < voxels; place++) {
    let branch = branchOf[place];
    while (deaths[branch] < voxels) branch = heirs[branch];
    sizes.set(branch, (sizes.get(branch) ?? 0) + 1);
  }
  return new Map([...sizes].sort(([a], [b]) => births[a] - births[b]));
}

/** The same index, which counts how many numbers are read of it. */
function counted(index: ViewIndex): { readonly index: ViewIndex; readonly reads: () => number } {
  let reads = 0;
  const watch = <T extends object>(of: T): T =>
    new Proxy(of, {
      get: (target, key) => {
        if (typeof key === "string" && /^\d+$/.test(key)) reads++;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "object" && value !== null ? watch(value) : value;
      },
    });
  return { index: watch(index), reads: () => reads };
}

describe("a view of a map", () => {
  it("lists components as a count of every voxel does", () => {
    for (const seed of [1, 2, 3]) {
      const history = drawHistory(400, seed);
      const view = new MapView(viewIndex(history), CONTEXT);
      for (let voxels = 1; voxels <= 400; voxels += 7) {
        const plain = sizesPlainly(history, voxels);
        const found = view.at(401 - voxels);
        expect(found.n_components).toBe(plain.size);
        expect(found.components.map((component) => component.voxels)).toEqual([...plain.values()]);
        const confidences = [...plain.keys()].map((branch) => history.values[history.births[branch]]);
        expect(found.components.map(({ confidence }) => confidence)).toEqual(confidences);
        expect(view.at(401 - voxels, 3).components).toEqual(found.components.slice(0, 3));
      }
    }
  });

  it("reads no more of a hundred times as many voxels than searching takes", () => {
    const readsOf = (voxels: number) => {
      const { index, reads } = counted(viewIndex(drawHistory(voxels, 9)));
      const view = new MapView(index, CONTEXT);
      const before = reads();
      const { components } = view.at(voxels / 2, 10);
      expect(components).toHaveLength(10);
      return reads() - before;
    };
    const [few, many] = [readsOf(2000), readsOf(200_000)];
    expect(few).toBeGreaterThan(100);
    // 7 more halvings in each of 6 + 10 · 5 searches.
    expect(many).toBeLessThan(few + 7 * (6 + 10 * 5));
  });
});
