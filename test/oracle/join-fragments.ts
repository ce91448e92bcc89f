import type { PlainTable } from "./plain-table.js";

/** A prediction or a part of one: its voxels, and those that it shares with a reference. */
export interface Fragment {
  readonly prediction: number;
  readonly voxels: number;
  readonly overlap: number;
}

/** IoU of a reference of `size` voxels with the union of some fragments. */
export function unionIou(size: number, fragments: readonly Fragment[]): number {
  const overlap = fragments.reduce((sum, each) => sum + each.overlap, 0);
  const voxels = fragments.reduce((sum, each) => sum + each.voxels, 0);
  return overlap / (size + voxels - overlap);
}

/** The fragment that is best by some numbers, the first of these that differ; the smaller prediction where none does. */
function best(fragments: readonly Fragment[], ...keys: readonly ((each: Fragment) => number)[]): Fragment {
  return fragments.reduce((leader, each) => {
    const key = keys.find((of) => of(each) !== of(leader));
    if (key !== undefined) return key(each) > key(leader) ? each : leader;
    return each.prediction < leader.prediction ? each : leader;
  });
}

/** The taxonomy's rule: the best IoU first, then each fragment, by falling overlap, that raises the IoU of all. */
export function joinComplementary(size: number, fragments: readonly Fragment[]): Fragment[] {
  const joined = [best(fragments, (each) => unionIou(size, [each]))];
  let left = fragments.filter((each) => each !== joined[0]);
  while (left.length > 0) {
    const next = best(left, ({ overlap }) => overlap);
    left = left.filter((each) => each !== next);
    if (unionIou(size, [...joined, next]) > unionIou(size, joined)) joined.push(next);
  }
  return joined;
}

/**
 * The strategy `union` by IoU: each prediction belongs to the reference that it overlaps most; a reference's own are joined
 * by falling overlap up to the first that does not raise the IoU. Of equal overlaps the higher IoU counts.
 *
 * @returns the pairs of references and predictions whose unions have more than the threshold
 */
export function matchUnions({ references, predictions, overlaps }: PlainTable, threshold: number): string[] {
  const iouOf = (g: number, p: number, n: number) => n / (references[g] + predictions[p] - n);
  const homes = predictions.map((_, p) => {
    const own = overlaps.filter((pair) => pair[1] === p);
    const most = Math.max(...own.map((pair) => pair[2]));
    const tied = own.filter((pair) => pair[2] === most);
    const highest = Math.max(...tied.map((pair) => iouOf(...pair)));
    return Math.min(...tied.filter((pair) => iouOf(...pair) === highest).map(([g]) => g));
  });
  return references.flatMap((size, g) => {
    let left = overlaps
      .filter((pair) => pair[0] === g && homes[pair[1]] === g)
      .map(([, p, n]): Fragment => ({ prediction: p, voxels: predictions[p], overlap: n }));
    let joined: Fragment[] = [];
    while (left.length > 0) {
      const next = best(
        left,
        ({ overlap }) => overlap,
        (each) => unionIou(size, [each]),
      );
      if (joined.length > 0 && unionIou(size, [...joined, next]) <= unionIou(size, joined)) break;
      joined = [...joined, next];
      left = left.filter((each) => each !== next);
    }
    const names = joined.map(({ prediction }) => `${g + 1}-${prediction + 1}`);
    return joined.length > 0 && unionIou(size, joined) > threshold ? names : [];
  });
}
