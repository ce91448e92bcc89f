import type { Arena } from "../engine/arena.js";
import type { Pointer } from "../engine/kernels.js";
import type { MapEngine } from "./map-engine.js";
import { curveSpacing, type RankRequest } from "./rank-request.js";

/** Numbers of the records of `assembly/maps/rank-levels.ts`, all f64. */
const POINT = 3;
const RANK = 5;

/** Indices of the state's numbers. */
const AT = {
  inside: 5,
  voxels: 6,
  levels: 7,
  value: 8,
  pairs: 9,
  ap: 10,
  dice: 12,
  iou: 14,
  best: 16,
  specific: 20,
  top: 22,
  positive: 25,
  nextPoint: 27,
  points: 28,
  thresholds: 29,
  ranks: 30,
  isSpecific: 31,
} as const;

/** Where the passes over levels stand, and what they have found. */
export interface RankPlace {
  readonly state: Pointer;
  readonly thresholds: Pointer;
  readonly ranks: Pointer;
  readonly curve: Pointer;
}

/** Reserves a state in which `inside` of the `voxels` that are above were passed already. */
export function placeState(
  { arena, maps }: MapEngine,
  request: RankRequest,
  { inside, voxels }: { readonly inside: number; readonly voxels: number },
): RankPlace {
  const { curvePoints, thresholds, ranks } = request;
  const state = arena.allocateZeroed(maps.rankStateBytes());
  const { step, weight } = curveSpacing(request);
  const numbers = arena.f64(state, AT.isSpecific + 1);
  numbers.set([request.inside, request.voxels, request.specificity, step, curvePoints, inside, voxels]);
  numbers[AT.isSpecific] = 1;
  if (voxels > 0) numbers[AT.nextPoint] = (Math.floor((voxels + weight * inside) / step) + 1) * step;
  return {
    state,
    thresholds: records(arena, POINT, thresholds),
    ranks: records(arena, RANK, ranks),
    curve: arena.allocate(8 * POINT * curvePoints),
  };
}

function records(arena: Arena, numbers: number, firsts: readonly number[]): Pointer {
  const at = arena.allocateZeroed(8 * numbers * firsts.length);
  firsts.forEach((first, i) => {
    arena.f64(at + 8 * numbers * i, 1)[0] = first;
  });
  return at;
}

/** Adds what a state found of the levels below those of another, for which both know what lies above. */
export function joinState(
  { arena }: MapEngine,
  { curvePoints, thresholds, ranks }: RankRequest,
  all: RankPlace,
  next: RankPlace,
): void {
  const numbersOf = ({ state }: RankPlace) => arena.f64(state, AT.isSpecific + 1);
  const [a, b] = [numbersOf(all), numbersOf(next)];
  if (b[AT.levels] === 0) return;
  const copy = (from: number, count: number) => a.set(b.subarray(from, from + count), from);
  const [inside, voxels, last] = [a[AT.inside], a[AT.voxels], a[AT.value]];
  if (a[AT.levels] === 0) copy(AT.top, 3);
  else if (last > 0 && inside > 0) {
    // From the last level of the one to the first of the other.
    const height = last - Math.max(b[AT.top], 0);
    const sides = voxels + a[0];
    addTo(a, AT.dice, (height * 2 * inside) / sides);
    addTo(a, AT.iou, (height * inside) / (sides - inside));
  }
  for (const sum of [AT.ap, AT.dice, AT.iou]) {
    addTo(a, sum, b[sum]);
    a[sum + 1] += b[sum + 1];
  }
  a[AT.pairs] += b[AT.pairs];
  a[AT.levels] += b[AT.levels];
  if (b[AT.best] > a[AT.best]) copy(AT.best, 4);
  if (b[AT.specific + 1] > 0) copy(AT.specific, 2);
  if (b[AT.positive + 1] > 0) copy(AT.positive, 2);
  copy(AT.inside, 2);
  copy(AT.value, 1);
  a[AT.isSpecific] = b[AT.isSpecific];
  const append = (which: "thresholds" | "ranks", bytes: number, most: number) => {
    for (; a[AT[which]] < Math.min(b[AT[which]], most); a[AT[which]]++) {
      const at = bytes * a[AT[which]];
      arena.u8(all[which] + at, bytes).set(arena.u8(next[which] + at, bytes));
    }
  };
  append("thresholds", 8 * POINT, thresholds.length);
  append("ranks", 8 * RANK, ranks.length);
  for (let i = 0; i < b[AT.points] && a[AT.points] < curvePoints; i++, a[AT.points]++) {
    const point = arena.f64(next.curve + 8 * POINT * i, POINT);
    arena.f64(all.curve + 8 * POINT * a[AT.points], POINT).set(point);
  }
  a[AT.nextPoint] = b[AT.nextPoint];
}

/** Adds x to a sum and its compensation, which lie side by side. */
function addTo(numbers: Float64Array, at: number, x: number): void {
  const before = numbers[at];
  const after = before + x;
  numbers[at] = after;
  numbers[at + 1] += Math.abs(before) >= Math.abs(x) ? before - after + x : x - after + before;
}

/** The numbers of a state. */
export function readState({ arena }: MapEngine, request: RankRequest, place: RankPlace) {
  const f = arena.f64(place.state, AT.isSpecific + 1);
  const k = request.inside;
  // Below the lowest value down to 0 the set is the whole domain.
  const [inside, voxels, height] = [f[AT.inside], f[AT.voxels], Math.max(0, f[AT.value])];
  const setAt = (at: number) => ({ inside: f[at], voxels: f[at + 1] });
  const pointAt = (at: number) => ({ value: f[at], ...setAt(at + 1) });
  const listed = (at: Pointer, count: number, numbers: number) =>
    Array.from({ length: count }, (_, i) => [...arena.f64(at + 8 * numbers * i, numbers)]);
  const passed = listed(place.thresholds, f[AT.thresholds], POINT);
  return {
    levels: f[AT.levels],
    pairs: f[AT.pairs],
    averagePrecision: f[AT.ap] + f[AT.ap + 1],
    diceArea: f[AT.dice] + f[AT.dice + 1] + (2 * height * inside) / (voxels + k || 1),
    iouArea: f[AT.iou] + f[AT.iou + 1] + (height * inside) / (voxels + k - inside || 1),
    best: pointAt(AT.best + 1),
    specific: f[AT.specific + 1] === 0 ? null : { value: Number.NaN, ...setAt(AT.specific) },
    top: pointAt(AT.top),
    last: { value: request.least, inside, voxels },
    positive: setAt(AT.positive),
    thresholds: request.thresholds.map((value, i) => {
      const [, above, aboveInside] = passed[i] ?? [value, request.voxels, request.inside];
      return { value, voxels: above, inside: aboveInside };
    }),
    ranks: listed(place.ranks, request.ranks.length, RANK).map(([rank, above, aboveInside, tied, tiedInside]) => {
      return { rank, above, aboveInside, tied, tiedInside };
    }),
    curve: listed(place.curve, f[AT.points], POINT).map(([value, above, aboveInside]) => {
      return { value, voxels: above, inside: aboveInside };
    }),
  };
}
