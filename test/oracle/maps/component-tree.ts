import { labelComponents } from "../label-components.js";
import type { PlainVolume } from "../label-volume.js";

/** The components of {m ≥ value}, and how they match instances of a reference. */
export interface PlainTreePoint {
  readonly value: number;
  readonly voxels: number;
  readonly components: number;
  readonly matched: number;
  readonly iouSum: number;
}

type Shape = PlainVolume["shape"];

/** Component numbers of {m ≥ value}. */
function flood(values: readonly number[], shape: Shape, value: number, connectivity: number): number[] {
  return labelComponents({ shape, labels: values.map((each) => Number(each >= value)) }, connectivity);
}

/** Floods at every distinct value of at least `least`, the highest first, and looks at every pair of a component and an instance. */
export function floodEveryThreshold(
  values: readonly number[],
  reference: readonly number[],
  shape: Shape,
  {
    connectivity,
    threshold,
    least,
  }: { readonly connectivity: number; readonly threshold: number; readonly least: number },
): PlainTreePoint[] {
  const sizes = new Map<number, number>();
  for (const code of reference) sizes.set(code, (sizes.get(code) ?? 0) + 1);
  const distinct = [...new Set(values.filter((value) => value >= least))].sort((a, b) => b - a);
  return distinct.map((value) => {
    const components = flood(values, shape, value, connectivity);
    const own = new Map<number, number>();
    const shared = new Map<string, number>();
    components.forEach((component, i) => {
      if (component === 0) return;
      own.set(component, (own.get(component) ?? 0) + 1);
      const pair = `${component} ${reference[i]}`;
      if (reference[i] !== 0) shared.set(pair, (shared.get(pair) ?? 0) + 1);
    });
    let [matched, iouSum] = [0, 0];
    for (const [pair, voxels] of shared) {
      const [component, code] = pair.split(" ").map(Number);
      const iou = voxels / ((own.get(component) ?? 0) + (sizes.get(code) ?? 0) - voxels);
      if (iou <= threshold) continue;
      matched++;
      iouSum += iou;
    }
    const voxels = values.filter((each) => each >= value).length;
    return { value, voxels, components: own.size, matched, iouSum };
  });
}

/** For each peak p, floods at max(least, p / ratio) and keeps the component if p is its largest value: its voxels, in scan order. */
export function peelCandidates(
  values: readonly number[],
  shape: Shape,
  { connectivity, least, ratio }: { readonly connectivity: number; readonly least: number; readonly ratio: number },
): number[][] {
  const found = new Map<string, number[]>();
  for (const peak of new Set(values.filter((value) => value >= least))) {
    const limit = ratio === Number.POSITIVE_INFINITY ? least : Math.max(least, peak / ratio);
    const components = flood(values, shape, limit, connectivity);
    for (const component of new Set(components)) {
      if (component === 0) continue;
      const voxels = components.flatMap((each, i) => (each === component ? [i] : []));
      if (Math.max(...voxels.map((i) => values[i])) === peak) found.set(voxels.join(), voxels);
    }
  }
  return [...found.values()].sort((a, b) => a[0] - b[0]);
}
