import { byScore, type CandidateGraph, isBetter } from "./candidate-graph.js";
import type { IntervalRecorder } from "./threshold-interval.js";

/** The pairs that each reference holds, in the order of visiting, the seed first. */
type Holdings = Map<number, number[]>;

/**
 * The strategy `merge` at every threshold. It visits all pairs in falling score order, and only a seed must pass the
 * threshold: so nothing changes until the threshold passes a seed. Then that pair is decided anew, and after it, in the
 * order of visiting, only those whose decision may change: the later pairs of a reference that won or lost a prediction,
 * and the later pairs of a prediction that was set free. All other pairs are left alone.
 *
 * Time O(n log n) for n pairs to begin with, then for each seed what it touches; memory O(n).
 *
 * @param loosest the strategy's choice at the loosest threshold
 */
export function mergeBreakpoints(graph: CandidateGraph, loosest: readonly number[], intervals: IntervalRecorder): void {
  const { scores, table } = graph;
  const order = Array.from(graph.edges).sort(byScore(graph));
  const replay = new Replay(graph, order, loosest);
  for (const [g, pairs] of replay.holdings) intervals.match(g, pairs, null);
  for (let last = order.length - 1; last >= 0; ) {
    const score = scores[order[last]];
    const seeds: number[] = [];
    for (; last >= 0 && scores[order[last]] === score; last--) {
      const pair = order[last];
      if (replay.holdings.get(table.pairReference[pair])?.[0] === pair) seeds.push(pair);
    }
    if (seeds.length === 0) continue;
    for (const g of replay.pass(score, seeds)) {
      const pairs = replay.holdings.get(g);
      if (pairs === undefined) intervals.release(g, score);
      else intervals.match(g, pairs, score);
    }
  }
}

/** The choices of `merge` at a threshold, which can be tightened. */
class Replay {
  readonly holdings: Holdings = new Map();
  readonly #graph: CandidateGraph;
  readonly #order: readonly number[];
  /** When each pair is visited. */
  readonly #rank: Uint32Array;
  /** Ranks of the pairs of each reference and of each prediction, rising. */
  readonly #ofReference: readonly number[][];
  readonly #ofPrediction: readonly number[][];
  /** The pair that holds each prediction, −1 for none. */
  readonly #holder: Int32Array;
  /** Ranks that are yet to be decided anew. */
  readonly #waiting = new RankHeap();
  #passed = Number.NaN;

  constructor(graph: CandidateGraph, order: readonly number[], chosen: readonly number[]) {
    const { table, scores } = graph;
    this.#graph = graph;
    this.#order = order;
    this.#rank = new Uint32Array(scores.length);
    this.#ofReference = Array.from({ length: table.reference.count }, () => []);
    this.#ofPrediction = Array.from({ length: table.prediction.count }, () => []);
    this.#holder = new Int32Array(table.prediction.count).fill(-1);
    order.forEach((pair, rank) => {
      this.#rank[pair] = rank;
      this.#ofReference[table.pairReference[pair]].push(rank);
      this.#ofPrediction[table.pairPrediction[pair]].push(rank);
    });
    for (const pair of chosen) this.#take(pair);
  }

  /** Tightens the threshold so that these seeds fail, and says which references hold something else now. */
  pass(score: number, seeds: readonly number[]): ReadonlySet<number> {
    const { pairReference, pairPrediction } = this.#graph.table;
    this.#passed = score;
    for (const seed of seeds) this.#waiting.push(this.#rank[seed]);
    const changed = new Set<number>();
    for (let rank = this.#waiting.pop(); rank !== null; rank = this.#waiting.pop()) {
      const pair = this.#order[rank];
      const holder = this.#holder[pairPrediction[pair]];
      const takes = this.#takes(pair, rank, holder);
      if (takes === (holder === pair)) continue;
      const touched = [this.#ofReference[pairReference[pair]]];
      changed.add(pairReference[pair]);
      if (takes && holder !== -1) {
        this.#drop(holder);
        changed.add(pairReference[holder]);
        // Its reference decides anew from where it held the prediction: all of that comes later than this pair.
        touched.push(this.#ofReference[pairReference[holder]]);
      }
      if (takes) this.#take(pair);
      else {
        this.#drop(pair);
        touched.push(this.#ofPrediction[pairPrediction[pair]]);
      }
      for (const ranks of touched) for (const other of ranks) if (other > rank) this.#waiting.push(other);
    }
    return changed;
  }

  /** Whether a reference takes a prediction, given what was decided before this pair. */
  #takes(pair: number, rank: number, holder: number): boolean {
    const { table, scores, threshold, scoreUnion } = this.#graph;
    if (holder !== -1 && this.#rank[holder] < rank) return false;
    const g = table.pairReference[pair];
    const earlier = (this.holdings.get(g) ?? []).filter((held) => this.#rank[held] < rank);
    if (earlier.length === 0) return isBetter(scores[pair], this.#passed, threshold);
    const scoreOf = (pairs: readonly number[]) =>
      scoreUnion(
        g,
        pairs.map((each) => table.pairPrediction[each]),
        pairs.reduce((sum, each) => sum + table.pairVoxels[each], 0),
        pairs.reduce((sum, each) => sum + table.prediction.voxels[table.pairPrediction[each]], 0),
      );
    return isBetter(scoreOf([...earlier, pair]), scoreOf(earlier), threshold);
  }

  #take(pair: number): void {
    const { pairReference, pairPrediction } = this.#graph.table;
    this.#holder[pairPrediction[pair]] = pair;
    const held = this.holdings.get(pairReference[pair]);
    if (held === undefined) this.holdings.set(pairReference[pair], [pair]);
    else {
      held.push(pair);
      held.sort((a, b) => this.#rank[a] - this.#rank[b]);
    }
  }

  #drop(pair: number): void {
    const { pairReference, pairPrediction } = this.#graph.table;
    this.#holder[pairPrediction[pair]] = -1;
    const held = (this.holdings.get(pairReference[pair]) ?? []).filter((each) => each !== pair);
    if (held.length === 0) this.holdings.delete(pairReference[pair]);
    else this.holdings.set(pairReference[pair], held);
  }
}

/** A binary heap of ranks, each in it once. */
class RankHeap {
  readonly #ranks: number[] = [];
  readonly #inside = new Set<number>();

  push(rank: number): void {
    if (this.#inside.has(rank)) return;
    this.#inside.add(rank);
    const ranks = this.#ranks;
    ranks.push(rank);
    for (let i = ranks.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (ranks[parent] <= ranks[i]) break;
      [ranks[i], ranks[parent]] = [ranks[parent], ranks[i]];
      i = parent;
    }
  }

  pop(): number | null {
    const ranks = this.#ranks;
    const top = ranks[0];
    const last = ranks.pop();
    if (top === undefined || last === undefined) return null;
    this.#inside.delete(top);
    if (ranks.length > 0) {
      ranks[0] = last;
      for (let i = 0; ; ) {
        let least = i;
        for (const child of [2 * i + 1, 2 * i + 2])
          if (child < ranks.length && ranks[child] < ranks[least]) least = child;
        if (least === i) break;
        [ranks[i], ranks[least]] = [ranks[least], ranks[i]];
        i = least;
      }
    }
    return top;
  }
}
