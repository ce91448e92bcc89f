import type { RankRequest } from "../../../bindings/maps/rank-request.js";
import type { RankOutcome } from "../../../bindings/maps/rank-voxels.js";

interface PlainLevel {
  readonly value: number;
  /** Voxels of at least the value, and of these in the reference. */
  readonly voxels: number;
  readonly inside: number;
}

/** The sets {m ≥ value} of all distinct values, falling, from a plain sort. */
function setsOf(values: readonly number[], inside: readonly boolean[]): PlainLevel[] {
  const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a]);
  const sets: PlainLevel[] = [];
  let held = 0;
  order.forEach((voxel, place) => {
    held += Number(inside[voxel]);
    if (values[order[place + 1]] === values[voxel]) return;
    sets.push({ value: values[voxel], voxels: place + 1, inside: held });
  });
  return sets;
}

/** The answers about the order of voxels, from a plain sort: slow and obvious. */
export function rankLevelsPlainly(
  values: readonly number[],
  inside: readonly boolean[],
  { thresholds, ranks, specificity, curvePoints }: RankRequest,
): Omit<RankOutcome, "positive"> & { readonly positive: PlainLevel | undefined } {
  const sets = setsOf(values, inside);
  const [k, n] = [inside.filter(Boolean).length, values.length];
  const before = (i: number) => (i === 0 ? { value: 0, voxels: 0, inside: 0 } : sets[i - 1]);
  const sumOver = (part: (set: PlainLevel, i: number) => number) => sets.reduce((sum, set, i) => sum + part(set, i), 0);
  const heightOf = (set: PlainLevel, i: number) => Math.max(0, set.value) - Math.max(0, sets[i + 1]?.value ?? 0);
  const diceOf = (set: PlainLevel) => (2 * set.inside) / (set.voxels + k);
  const progressOf = ({ voxels, inside: own }: PlainLevel) => voxels + (k > 0 ? n / k : 0) * own;
  const step = ((k > 0 ? 2 : 1) * n) / Math.max(1, curvePoints - 1);
  let next = 0;
  const curve = sets.filter((set) => {
    if (progressOf(set) < next) return false;
    next = (Math.floor(progressOf(set) / step) + 1) * step;
    return true;
  });
  return {
    levels: sets.length,
    pairs: sumOver((set, i) => {
      const [own, all] = [set.inside - before(i).inside, set.voxels - before(i).voxels];
      return (all - own) * (2 * before(i).inside + own);
    }),
    averagePrecision: sumOver((set, i) => (((set.inside - before(i).inside) / k) * set.inside) / set.voxels),
    diceArea: sumOver((set, i) => heightOf(set, i) * diceOf(set)),
    iouArea: sumOver((set, i) => (heightOf(set, i) * set.inside) / (set.voxels + k - set.inside)),
    best: sets.reduce((best, set) => (diceOf(set) > diceOf(best) ? set : best)),
    specific: sets.filter((set) => (n - k - (set.voxels - set.inside)) / (n - k) > specificity).at(-1) ?? null,
    top: sets[0],
    last: sets[sets.length - 1],
    positive: sets.filter(({ value }) => value > 0).at(-1),
    thresholds: thresholds.map((value) => {
      const set = sets.filter((each) => each.value >= value).at(-1);
      return { value, voxels: set?.voxels ?? 0, inside: set?.inside ?? 0 };
    }),
    ranks: ranks.map((rank) => {
      const i = sets.findIndex(({ voxels }) => voxels >= rank);
      const [above, aboveInside] = [before(i).voxels, before(i).inside];
      return { rank, above, aboveInside, tied: sets[i].voxels - above, tiedInside: sets[i].inside - aboveInside };
    }),
    curve: curve.slice(0, curvePoints),
  };
}
