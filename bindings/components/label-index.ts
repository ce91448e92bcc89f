import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { ROWS_PER_CALL, type RunVolume, rowCount } from "../volumes/run-volume.js";

const HEADER_BYTES = 16;
const FIRST_SLOTS = 256;

/** The labels that occur in runs, as a hash table in the arena. */
export interface LabelIndex {
  readonly table: Pointer;
  readonly slots: number;
}

/** Collects the labels that occur in `list`. The table stays in the arena until the caller releases it. */
export function indexLabels(engine: Engine, list: RunVolume): LabelIndex {
  const { arena, kernels } = engine;
  const allocate = (slots: number): LabelIndex => {
    const table = arena.allocate(HEADER_BYTES + 8 * slots);
    kernels.clearLabelIndex(table, slots);
    return { table, slots };
  };
  let index = allocate(FIRST_SLOTS);
  for (let done = 0; ; ) {
    done = kernels.indexLabels(list.runs, done, list.runCount, index.table) >>> 0;
    if (done === list.runCount) return index;
    const larger = allocate(index.slots * 4);
    kernels.moveLabelIndex(index.table, larger.table);
    index = larger;
  }
}

/** The labels in the index, rising. */
export function listLabels(engine: Engine, index: LabelIndex): Uint32Array {
  const slots = slotWords(engine, index);
  return slots.filter((label, word) => word % 2 === 0 && label !== 0).sort();
}

/** Gives each label of the index the code that `codeOf` says; 0 leaves its runs out of {@link relabelRuns}. */
export function setCodes(engine: Engine, index: LabelIndex, codeOf: (label: number) => number): void {
  const slots = slotWords(engine, index);
  for (let word = 0; word < slots.length; word += 2) {
    if (slots[word] !== 0) slots[word + 1] = codeOf(slots[word]);
  }
}

/** Replaces labels by their codes, in place: runs of code 0 vanish, runs that come to be equal and touch become one. */
export function relabelRuns(engine: Engine, list: RunVolume, index: LabelIndex): RunVolume {
  const rows = rowCount(list.shape);
  const { runs, rowOffsets } = list;
  // In place, the end of a piece's last row is overwritten before the next piece reads its beginning there.
  const offsets = engine.arena.u32(rowOffsets, rows + 1);
  let runCount = 0;
  let next = offsets[0];
  for (let row = 0; row < rows; row += ROWS_PER_CALL) {
    const last = Math.min(rows, row + ROWS_PER_CALL);
    const following = offsets[last];
    runCount =
      engine.kernels.relabelRuns(runs, rowOffsets, row, last, next, runCount, index.table, runs, rowOffsets) >>> 0;
    next = following;
  }
  return { ...list, runCount };
}

function slotWords(engine: Engine, index: LabelIndex): Uint32Array {
  return engine.arena.u32(index.table + HEADER_BYTES, 2 * index.slots);
}
