/** A pair under the rule of void. */
export interface VoidCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly excused: number;
}

interface VoidPair {
  readonly reference: readonly number[];
  readonly prediction: readonly number[];
  /** Numbers the components of labels, 0 outside. */
  readonly components: (labels: readonly number[]) => ArrayLike<number>;
  /** IoU above it makes a candidate; each prediction takes its best reference. */
  readonly threshold: number;
  readonly isCut: boolean;
}

const VOID = 9;

/** Kirillov et al. 2019, 4.2, voxel by voxel: instances first, then void out of every count. */
export function voidCounts({ reference, prediction, components, threshold, isCut }: VoidPair): VoidCounts {
  const isVoid = (i: number) => reference[i] === VOID;
  const g = components(reference.map((label) => (label === VOID ? 0 : label)));
  const p = components(prediction.map((label, i) => (label === VOID || (isCut && isVoid(i)) ? 0 : label)));
  const voxels = reference.map((_, i) => i);
  const count = (keep: (i: number) => boolean) => voxels.filter(keep).length;
  const numbers = (of: ArrayLike<number>) => [...new Set(Array.from(of))].filter((n) => n > 0).sort((a, b) => a - b);
  const matched = new Set<number>();
  let [fp, excused] = [0, 0];
  for (const own of numbers(p)) {
    const size = count((i) => p[i] === own && !isVoid(i));
    const best = numbers(g)
      .map((each) => {
        const shared = count((i) => p[i] === own && g[i] === each);
        return { each, shared, iou: shared / (size + count((i) => g[i] === each) - shared) };
      })
      .filter(({ shared, iou }) => shared > 0 && iou > threshold)
      .sort((a, b) => b.iou - a.iou || a.each - b.each)[0];
    if (best !== undefined) matched.add(best.each);
    else if (2 * count((i) => p[i] === own && isVoid(i)) > count((i) => p[i] === own)) excused++;
    else fp++;
  }
  return { tp: matched.size, fp, fn: numbers(g).length - matched.size, excused };
}
