import type { EdgeColumns, SideColumns } from "../engine/protocol.js";

/** Instances that hang together by overlaps; all are indexes into the columns. */
export interface OverlapComponent {
  readonly references: readonly number[];
  readonly predictions: readonly number[];
  readonly edges: readonly number[];
  /** One reference matched to one prediction: nothing to look into. */
  readonly isPlain: boolean;
}

/**
 * The connected components of all overlaps, those with something to look into first, large before small. Predictions
 * stand in the order of the references that they overlap, so that few lines cross.
 */
export function overlapComponents(
  references: SideColumns,
  predictions: SideColumns,
  edges: EdgeColumns,
): readonly OverlapComponent[] {
  const referenceAt = indexByLabel(references.labels);
  const predictionAt = indexByLabel(predictions.labels);
  const offset = references.labels.length;
  const parents = Int32Array.from({ length: offset + predictions.labels.length }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  };
  const [ends, starts] = [edges.predictions, edges.references].map((labels, side) =>
    Int32Array.from(labels, (label) => (side === 0 ? predictionAt : referenceAt).get(label) ?? -1),
  );
  for (let e = 0; e < starts.length; e++) parents[root(starts[e])] = root(offset + ends[e]);

  const members = new Map<number, { references: Set<number>; predictions: Set<number>; edges: number[] }>();
  for (let e = 0; e < starts.length; e++) {
    const key = root(starts[e]);
    const own = members.get(key) ?? { references: new Set(), predictions: new Set(), edges: [] };
    members.set(key, own);
    own.references.add(starts[e]);
    own.predictions.add(ends[e]);
    own.edges.push(e);
  }
  const components = Array.from(members.values(), (own): OverlapComponent => {
    const ordered = [...own.references].sort((a, b) => a - b);
    return {
      references: ordered,
      predictions: byPlace(own.predictions, ordered, own.edges, { starts, ends, overlaps: edges.overlaps }),
      edges: own.edges,
      isPlain: own.edges.length === 1 && edges.fates[own.edges[0]] === "chosen",
    };
  });
  const size = (each: OverlapComponent) => each.references.length + each.predictions.length;
  return components.sort(
    (a, b) => Number(a.isPlain) - Number(b.isPlain) || size(b) - size(a) || a.references[0] - b.references[0],
  );
}

function indexByLabel(labels: Uint32Array): ReadonlyMap<number, number> {
  return new Map(Array.from(labels, (label, i) => [label, i]));
}

interface Ends {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly overlaps: Float64Array;
}

/** Predictions by the mean place of their references, weighted by the voxels that they share. */
function byPlace(
  predictions: ReadonlySet<number>,
  references: readonly number[],
  edges: readonly number[],
  { starts, ends, overlaps }: Ends,
): readonly number[] {
  const place = new Map(references.map((g, i) => [g, i]));
  const sums = new Map(Array.from(predictions, (p) => [p, { weighted: 0, weight: 0 }]));
  for (const e of edges) {
    const sum = sums.get(ends[e]);
    if (sum === undefined) continue;
    sum.weighted += overlaps[e] * (place.get(starts[e]) ?? 0);
    sum.weight += overlaps[e];
  }
  const mean = (p: number) => {
    const { weighted, weight } = sums.get(p) ?? { weighted: 0, weight: 1 };
    // A pair without overlap (equal labels of matched input) has no weight.
    return weight === 0 ? 0 : weighted / weight;
  };
  return [...predictions].sort((a, b) => mean(a) - mean(b) || a - b);
}
