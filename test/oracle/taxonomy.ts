import { type Fragment, joinComplementary, unionIou } from "./join-fragments.js";
import type { PlainTable } from "./plain-table.js";

/** The pairs that a strategy matches in a table. */
export type PlainMatching = (table: PlainTable) => readonly (readonly [reference: number, prediction: number])[];

type Pair = PlainTable["overlaps"][number];

/** Instances that hang together by significant overlaps. */
interface Cluster {
  readonly references: readonly number[];
  readonly predictions: readonly number[];
  readonly pairs: readonly Pair[];
}

/** An overlap of at least one tenth of either instance. */
function isSignificant({ references, predictions }: PlainTable, [g, p, n]: Pair): boolean {
  return 10 * n >= references[g] || 10 * n >= predictions[p];
}

/** The clusters of a table, those of one instance included. */
function clustersOf(table: PlainTable): Cluster[] {
  const pairs = table.overlaps.filter((pair) => isSignificant(table, pair));
  let names = [...table.references.map((_, g) => `g${g}`), ...table.predictions.map((_, p) => `p${p}`)];
  const clusters: Cluster[] = [];
  while (names.length > 0) {
    const members = new Set([names[0]]);
    for (let size = 0; size < members.size; ) {
      size = members.size;
      for (const [g, p] of pairs) {
        if (members.has(`g${g}`) || members.has(`p${p}`)) members.add(`g${g}`).add(`p${p}`);
      }
    }
    const own = (side: string) =>
      [...members].flatMap((name) => (name.startsWith(side) ? [Number(name.slice(1))] : [])).sort((a, b) => a - b);
    clusters.push({
      references: own("g"),
      predictions: own("p"),
      pairs: pairs.filter(([g]) => members.has(`g${g}`)),
    });
    names = names.filter((name) => !members.has(name));
  }
  return clusters;
}

function shapeOf({ references, predictions }: Cluster): string {
  if (references.length === 0) return "absent";
  if (predictions.length === 0) return "absent";
  if (references.length > 1) return predictions.length === 1 ? "merged" : "mixed";
  return predictions.length === 1 ? "none" : "split";
}

/** The fragments of a reference: whole predictions, or the shares of them that fall to it. */
function fragmentsOf(table: PlainTable, { pairs }: Cluster, reference: number, isDivided: boolean): Fragment[] {
  return pairs.flatMap(([g, p, n]) => {
    if (g !== reference) return [];
    const covered = pairs.reduce((sum, pair) => (pair[1] === p ? sum + pair[2] : sum), 0);
    return [{ prediction: p, voxels: table.predictions[p] * (isDivided ? n / covered : 1), overlap: n }];
  });
}

/** The kind of error of each instance by shape, in order. */
export function classesOf(table: PlainTable): { references: string[]; predictions: string[] } {
  const [references, predictions]: string[][] = [[], []];
  for (const cluster of clustersOf(table)) {
    const shape = shapeOf(cluster);
    for (const g of cluster.references) references[g] = shape;
    for (const p of cluster.predictions) predictions[p] = shape;
    if (shape !== "split") continue;
    const [g] = cluster.references;
    const joined = joinComplementary(table.references[g], fragmentsOf(table, cluster, g, false));
    for (const p of cluster.predictions) {
      predictions[p] = joined.some(({ prediction }) => prediction === p) ? "fragment" : "duplicate";
    }
  }
  return { references, predictions };
}

/** A prediction that covers voxels of one reference. */
interface Added {
  readonly reference: number;
  readonly voxels: number;
  readonly overlap: number;
}

/** The whole table without some predictions, and with others behind those that stay. */
function changed(table: PlainTable, removed: readonly number[], added: readonly Added[]): PlainTable {
  const kept = table.predictions.flatMap((_, p) => (removed.includes(p) ? [] : [p]));
  return {
    references: table.references,
    predictions: [...kept.map((p) => table.predictions[p]), ...added.map(({ voxels }) => voxels)],
    overlaps: [
      ...table.overlaps.flatMap(([g, p, n]): Pair[] => (kept.includes(p) ? [[g, kept.indexOf(p), n]] : [])),
      ...added.map(({ reference, overlap }, i): Pair => [reference, kept.length + i, overlap]),
    ],
  };
}

function united(reference: number, fragments: readonly Fragment[]): Added {
  const sum = (of: (each: Fragment) => number) => fragments.reduce((total, each) => total + of(each), 0);
  return { reference, voxels: sum(({ voxels }) => voxels), overlap: sum(({ overlap }) => overlap) };
}

/** The whole table with all errors of one kind repaired; null if it has none. */
function repaired(table: PlainTable, error: string, match: PlainMatching): PlainTable | null {
  const classes = classesOf(table);
  const clusters = clustersOf(table);
  const shape = error === "outlines" ? "none" : error.replace(/_.*/, "");
  const of = (side: "references" | "predictions") => classes[side].flatMap((name, i) => (name === shape ? [i] : []));
  const exact = (g: number): Added => {
    return { reference: g, voxels: table.references[g], overlap: table.references[g] };
  };
  const joinedIn = (cluster: Cluster, g: number, isDivided: boolean) =>
    joinComplementary(table.references[g], fragmentsOf(table, cluster, g, isDivided));
  if (error === "absent_ref" || error === "outlines") {
    const found = of("references");
    return found.length === 0 ? null : changed(table, error === "outlines" ? of("predictions") : [], found.map(exact));
  }
  if (error === "absent_pred" || error === "duplicate") {
    return of("predictions").length === 0 ? null : changed(table, of("predictions"), []);
  }
  if (error === "split" || error === "fragment") {
    const splits = clusters.filter((each) => shapeOf(each) === "split");
    if (splits.length === 0) return null;
    const unions = splits.map((each) => joinedIn(each, each.references[0], false));
    const removed =
      error === "split"
        ? splits.flatMap((each) => each.predictions)
        : unions.flatMap((joined) => joined.map(({ prediction }) => prediction));
    return changed(
      table,
      removed,
      unions.map((joined, i) => united(splits[i].references[0], joined)),
    );
  }
  const own = clusters.filter((each) => shapeOf(each) === error);
  if (own.length === 0) return null;
  const removed = own.flatMap((each) => each.predictions);
  const pieces = own.map((each) => each.references.map((g) => united(g, joinedIn(each, g, true))));
  const trial = changed(table, removed, pieces.flat());
  const matched = new Set(match(trial).map(([, p]) => p));
  const first = trial.predictions.length - pieces.flat().length;
  const kept = pieces.flatMap((each, i) => {
    const before = pieces.slice(0, i).flat().length;
    const found = each.filter((_, k) => matched.has(first + before + k));
    if (found.length > 0) return found;
    const iou = ({ reference, voxels, overlap }: Added) => overlap / (table.references[reference] + voxels - overlap);
    return [each.reduce((leader, one) => (iou(one) > iou(leader) ? one : leader))];
  });
  return changed(table, removed, kept);
}

/** Σ IoU / (TP + FP/2 + FN/2) of the whole table. */
export function panopticQualityOf(table: PlainTable, match: PlainMatching): number {
  const pairs = match(table);
  const ious = table.references.flatMap((size, g) => {
    const own = pairs.filter((pair) => pair[0] === g);
    if (own.length === 0) return [];
    const fragments = own.map(([, p]): Fragment => {
      const overlap = table.overlaps.find((pair) => pair[0] === g && pair[1] === p)?.[2] ?? 0;
      return { prediction: p, voxels: table.predictions[p], overlap };
    });
    return [unionIou(size, fragments)];
  });
  const fp = table.predictions.length - new Set(pairs.map(([, p]) => p)).size;
  const fn = table.references.length - ious.length;
  return ious.reduce((sum, iou) => sum + iou, 0) / (ious.length + fp / 2 + fn / 2);
}

/** By how much PQ rises when a kind of error is repaired and the whole table matched anew; 0 where there is none. */
export function costOf(table: PlainTable, error: string, match: PlainMatching): number {
  const better = repaired(table, error, match);
  return better === null ? 0 : panopticQualityOf(better, match) - panopticQualityOf(table, match);
}
