/**
 * Linear sum assignment: assigns each of n rows another of m ≥ n columns, so that the sum of costs is smallest.
 *
 * Idea: shortest augmenting paths. Rows are assigned one after another; for each, Dijkstra's search over reduced costs
 * c − u − v ≥ 0 finds the nearest free column, and the path to it is flipped. Jonker and Volgenant 1987, DOI
 * 10.1007/BF02278710; rectangular as in Crouse 2016, DOI 10.1109/TAES.2016.140952.
 *
 * Changes to the paper:
 *  1. Duals begin at the columns' and then the rows' minima, and rows take a tight free column at once (three quarters of
 *     them on random costs). Column minima only where n = m: a column that stays free must keep v = 0.
 *  2. A search scans only the some fifty cheapest columns of a row (`assignment-lists.ts`). The rest of the row waits in the same
 *     queue under a lower bound of its distances, and is scanned whole only if the search comes that far; on uniform costs
 *     no row is. Exact. On uniform 5000² all searches take 0.06 s, where scans of whole rows take 1.7 s; below 512 columns
 *     making the lists costs more than it saves, and the caller asks for none (K = 0).
 *  3. The nearest free column so far bounds the search: no column that is farther is stored or queued.
 *  4. The queue is an array of keys with a minimum for each block of 64 (`assignment-queue.ts`).
 *
 * Cost: O(n²m) time in the worst case (each row scanned whole in each search), about one and a half passes over the matrix on
 * random costs; 8·n·m bytes of costs, only read, and about (60 + 12·K)·n + 40·m bytes of scratch (drawn in `assignment-state.ts`).
 *
 * Ties: the lowest index is settled first (columns before waiting rows); of free columns equally near, the one reached first, and
 * in one scan the lowest. SIMD and scalar code make the same comparisons in the same order. Costs: finite, |c| ≤ 1e300, or
 * +Infinity for a forbidden cell.
 *
 * To be called in this order, each in ranges of rows: `prepareAssignment`, `lowerColumnDuals` (n = m only),
 * `raiseRowDuals`, `augmentRows`. Each returns the row it came to: less than `to` if no assignment without a forbidden cell exists.
 */
import { makeList } from "./assignment-lists";
import { clearKeys, lowerKey, removeEntry, smallestEntry } from "./assignment-queue";
import { AssignmentState } from "./assignment-state";

/** v[j] = the smallest cost of column j. Only for n = m. */
export function lowerColumnDuals(scratch: usize, from: i32, to: i32): i32 {
  const s = changetype<AssignmentState>(scratch);
  const m = s.columns;
  const duals = s.columnDuals;
  for (let i = from; i < to; i++) {
    const row = s.costs + ((<usize>i * <usize>m) << 3);
    if (i === 0) {
      memory.copy(duals, row, (<usize>m) << 3);
      continue;
    }
    let j = 0;
    if (ASC_FEATURE_SIMD) {
      for (; j + 2 <= m; j += 2) {
        const v = duals + ((<usize>j) << 3);
        v128.store(v, f64x2.pmin(v128.load(v), v128.load(row + ((<usize>j) << 3))));
      }
    }
    for (; j < m; j++) {
      const v = duals + ((<usize>j) << 3);
      const c = load<f64>(row + ((<usize>j) << 3));
      if (c < load<f64>(v)) store<f64>(v, c);
    }
  }
  if (to === s.rows) {
    // A column of forbidden cells: ∞ − ∞ would be no number. The search finds that the column cannot be reached.
    for (let j = 0; j < m; j++) {
      const v = duals + ((<usize>j) << 3);
      if (load<f64>(v) === Infinity) store<f64>(v, 0);
    }
  }
  return to;
}

/** u[i] = the smallest c − v of row i; the row takes the first tight column that is free. */
export function raiseRowDuals(scratch: usize, from: i32, to: i32): i32 {
  const s = changetype<AssignmentState>(scratch);
  const m = s.columns;
  const k = <usize>s.listLength;
  const duals = s.columnDuals;
  for (let i = from; i < to; i++) {
    const row = s.costs + ((<usize>i * <usize>m) << 3);
    let smallest = Infinity;
    let column = -1;
    if (k > 0) {
      smallest = makeList(s, i);
      const list = s.listColumns + ((<usize>i * k) << 2);
      const count = load<i32>(s.listCounts + ((<usize>i) << 2));
      for (let t = 0; t < count && column < 0; t++) {
        const j = load<i32>(list + ((<usize>t) << 2));
        const x = load<f64>(row + ((<usize>j) << 3)) - load<f64>(duals + ((<usize>j) << 3));
        if (x === smallest && load<i32>(s.rowOfColumn + ((<usize>j) << 2)) < 0) column = j;
      }
    } else {
      for (let j = 0; j < m; j++) {
        const x = load<f64>(row + ((<usize>j) << 3)) - load<f64>(duals + ((<usize>j) << 3));
        if (x < smallest) smallest = x;
      }
    }
    if (smallest === Infinity) return i;
    store<f64>(s.rowDuals + ((<usize>i) << 3), smallest);
    if (k === 0 || (column < 0 && load<f64>(s.listBounds + ((<usize>i) << 3)) === smallest)) {
      // No list, or one full of ties: the whole row may hold a tight column that is free.
      for (let j = 0; j < m && column < 0; j++) {
        const x = load<f64>(row + ((<usize>j) << 3)) - load<f64>(duals + ((<usize>j) << 3));
        if (x === smallest && load<i32>(s.rowOfColumn + ((<usize>j) << 2)) < 0) column = j;
      }
    }
    if (column < 0) continue;
    store<i32>(s.columnOfRow + ((<usize>i) << 2), column);
    store<i32>(s.rowOfColumn + ((<usize>column) << 2), i);
  }
  return to;
}

/** Assigns those of the rows that have no column yet. */
export function augmentRows(scratch: usize, from: i32, to: i32): i32 {
  const s = changetype<AssignmentState>(scratch);
  for (let i = from; i < to; i++) {
    if (load<i32>(s.columnOfRow + ((<usize>i) << 2)) >= 0) continue;
    const settledCount = search(s, i);
    if (settledCount < 0) return i;
    updateDuals(s, i, settledCount);
    flipPath(s, i);
  }
  if (to === s.rows) tightenRowDuals(s);
  return to;
}

/** Finds the free column nearest to `start`: s.sink. Returns the number of columns settled, −1 if none can be reached. */
function search(s: AssignmentState, start: i32): i32 {
  clearKeys(s);
  const keys = s.keys;
  const firstRowKey = s.firstRowKey;
  let settledCount = 0;
  reachRow(s, start, 0);
  while (true) {
    const at = smallestEntry(s, s.sinkDistance);
    if (at < 0) return s.sink < 0 ? -1 : settledCount;
    // The key itself, not the minimum found: of +0 and −0 the builds may find another.
    const distance = load<f64>(keys + ((<usize>at) << 3));
    removeEntry(s, at);
    if (at >= firstRowKey) {
      scanWaitingRow(s, at - firstRowKey);
      continue;
    }
    store<i32>(s.settled + ((<usize>settledCount) << 2), at);
    store<f64>(s.distances + ((<usize>settledCount) << 3), distance);
    settledCount++;
    reachRow(s, load<i32>(s.rowOfColumn + ((<usize>at) << 2)), distance);
  }
}

/** Column j can be reached over row i, nearer than before and nearer than the sink. */
function reachColumn(s: AssignmentState, i: i32, j: i32, distance: f64): void {
  store<i32>(s.pathRow + ((<usize>j) << 2), i);
  if (load<i32>(s.rowOfColumn + ((<usize>j) << 2)) < 0) {
    s.sink = j;
    s.sinkDistance = distance;
  } else {
    lowerKey(s, j, distance);
  }
}

/** Row i is reached at `distance`: its list is scanned, the rest of it waits. */
function reachRow(s: AssignmentState, i: i32, distance: f64): void {
  const k = <usize>s.listLength;
  const offset = distance - load<f64>(s.rowDuals + ((<usize>i) << 3));
  if (k === 0) {
    scanRow(s, i, offset);
    return;
  }
  const keys = s.keys;
  const duals = s.columnDuals;
  const listColumns = s.listColumns + ((<usize>i * k) << 2);
  const listCosts = s.listCosts + ((<usize>i * k) << 3);
  const count = <usize>load<i32>(s.listCounts + ((<usize>i) << 2));
  let limit = s.sinkDistance;
  for (let t: usize = 0; t < count; t++) {
    const j = load<i32>(listColumns + (t << 2));
    const d = load<f64>(listCosts + (t << 3)) - load<f64>(duals + ((<usize>j) << 3)) + offset;
    // One test by &, seldom true, instead of two by && of which the second is a coin's toss: searches take 0.6 × the time.
    if (i32(d < limit) & i32(d < load<f64>(keys + ((<usize>j) << 3)))) {
      reachColumn(s, i, j, d);
      limit = s.sinkDistance;
    }
  }
  const uses = s.listUses + ((<usize>i) << 2);
  store<i32>(uses, load<i32>(uses) + 1);
  const bound = load<f64>(s.listBounds + ((<usize>i) << 3)) + offset;
  if (bound < s.sinkDistance) {
    store<f64>(s.offsets + ((<usize>i) << 3), offset);
    lowerKey(s, s.firstRowKey + i, bound);
  }
}

/** The search has come as far as the bound of row i's list: the whole row is scanned. */
function scanWaitingRow(s: AssignmentState, i: i32): void {
  scanRow(s, i, load<f64>(s.offsets + ((<usize>i) << 3)));
  // The duals have moved since the list was made. A new one costs as much as two scans: only after four uses.
  if (load<i32>(s.listUses + ((<usize>i) << 2)) >= 4) makeList(s, i);
}

function scanRow(s: AssignmentState, i: i32, offset: f64): void {
  const m = s.columns;
  const row = s.costs + ((<usize>i * <usize>m) << 3);
  const duals = s.columnDuals;
  const keys = s.keys;
  let j = 0;
  while (j < m) {
    if (ASC_FEATURE_SIMD) {
      // Skips four columns at a time where nothing gets nearer, which is nearly everywhere.
      const offsets = f64x2.splat(offset);
      const limits = f64x2.splat(s.sinkDistance);
      while (j < m) {
        const at = (<usize>j) << 3;
        const a = f64x2.add(f64x2.sub(v128.load(row + at), v128.load(duals + at)), offsets);
        const b = f64x2.add(f64x2.sub(v128.load(row + at, 16), v128.load(duals + at, 16)), offsets);
        const nearerA = f64x2.lt(a, f64x2.pmin(limits, v128.load(keys + at)));
        const nearerB = f64x2.lt(b, f64x2.pmin(limits, v128.load(keys + at, 16)));
        if (v128.any_true(v128.or(nearerA, nearerB))) break;
        j += 4;
      }
    }
    for (const end = min(j + 4, m); j < end; j++) {
      const at = (<usize>j) << 3;
      const d = load<f64>(row + at) - load<f64>(duals + at) + offset;
      if (i32(d < s.sinkDistance) & i32(d < load<f64>(keys + at))) reachColumn(s, i, j, d);
    }
  }
}

/** Makes the path tight: what was settled nearer than the sink by x has its column's dual lowered, its row's raised by x. */
function updateDuals(s: AssignmentState, start: i32, settledCount: i32): void {
  const total = s.sinkDistance;
  const own = s.rowDuals + ((<usize>start) << 3);
  store<f64>(own, load<f64>(own) + total);
  for (let t: usize = 0; t < <usize>settledCount; t++) {
    const j = load<i32>(s.settled + (t << 2));
    // Never negative: a column is settled only if it is nearer than the sink. So column duals never rise.
    const slack = total - load<f64>(s.distances + (t << 3));
    const v = s.columnDuals + ((<usize>j) << 3);
    const u = s.rowDuals + ((<usize>load<i32>(s.rowOfColumn + ((<usize>j) << 2))) << 3);
    store<f64>(v, load<f64>(v) - slack);
    store<f64>(u, load<f64>(u) + slack);
  }
}

function flipPath(s: AssignmentState, start: i32): void {
  let j = s.sink;
  while (true) {
    const i = load<i32>(s.pathRow + ((<usize>j) << 2));
    const next = load<i32>(s.columnOfRow + ((<usize>i) << 2));
    store<i32>(s.rowOfColumn + ((<usize>j) << 2), i);
    store<i32>(s.columnOfRow + ((<usize>i) << 2), j);
    if (i === start) return;
    j = next;
  }
}

/** u[i] = c − v in the row's own column, to the bit: takes away the rounding that the sums above gathered. */
function tightenRowDuals(s: AssignmentState): void {
  for (let i = 0; i < s.rows; i++) {
    const j = (<usize>load<i32>(s.columnOfRow + ((<usize>i) << 2))) << 3;
    const c = load<f64>(s.costs + ((<usize>i * <usize>s.columns) << 3) + j);
    store<f64>(s.rowDuals + ((<usize>i) << 3), c - load<f64>(s.columnDuals + j));
  }
}
