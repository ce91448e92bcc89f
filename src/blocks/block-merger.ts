import { VoxmatchError } from "../../base/errors.js";
import type { OverlapList } from "../../bindings/components/count-overlap.js";
import type { Connectivity } from "../../bindings/components/label-components.js";
import type { Rounding } from "../../bindings/read/label-tally.js";
import type { UnassignedLabel } from "../instances/label-census.js";
import type { InstanceRule } from "../instances/label-passes.js";
import { type BlockGrid, blockCount, neighbourBlocks } from "./block-grid.js";
import type { BlockPass, BlockResult, BlockSide } from "./block-result.js";
import { ComponentMerger } from "./component-merger.js";
import { PairCounts } from "./pair-counts.js";
import { keysOf } from "./records.js";
import { eachTouch, renumbered, type Shell } from "./shell.js";

/**
 * Merges blocks into the whole, in any order, one by one or in groups that were merged before (`docs/large-volumes.md` has the rule).
 * A shell is forgotten once all neighbours of its block are there.
 */
export class BlockMerger {
  readonly #grid: BlockGrid;
  readonly #connectivity: Connectivity;
  /** The neighbours of each block that are not here yet. */
  readonly #missing = new Map<number, number>();
  readonly #labels = new Set<number>();
  readonly #unassigned = new Map<string, UnassignedLabel>();
  #voidVoxels = 0;
  #rounding: readonly (Rounding | null)[] = [null, null];
  readonly #passes: PassMerger[] = [];

  constructor(grid: BlockGrid, connectivity: Connectivity) {
    this.#grid = grid;
    this.#connectivity = connectivity;
  }

  /** True once every block is there. */
  get isComplete(): boolean {
    return this.#missing.size === blockCount(this.#grid);
  }

  /** @throws VoxmatchError `INVALID_FILE` for a block that is there already */
  add({ blocks, labels, unassigned, voidVoxels, rounding, passes }: BlockResult): void {
    const twice = blocks.find((block) => this.#missing.has(block));
    if (twice !== undefined) {
      throw new VoxmatchError("INVALID_FILE", `Block ${twice} was given twice. Give each block once.`, {
        block: twice,
      });
    }
    const complete = this.#meet(blocks);
    for (const label of labels) this.#labels.add(label);
    for (const row of unassigned) {
      const key = `${row.side} ${row.label}`;
      this.#unassigned.set(key, { ...row, voxels: row.voxels + (this.#unassigned.get(key)?.voxels ?? 0) });
    }
    this.#voidVoxels += voidVoxels;
    this.#rounding = this.#rounding.map((side, i) => bothRounded(side, rounding[i]));
    for (const [i, pass] of passes.entries()) {
      this.#passes[i] ??= new PassMerger(pass, this.#grid, this.#connectivity);
      this.#passes[i].add(pass);
    }
    for (const pass of this.#passes) pass.forget(complete);
  }

  /** All that was added, as one. */
  result(): BlockResult {
    return {
      blocks: [...this.#missing.keys()].sort((a, b) => a - b),
      labels: [...this.#labels].sort((a, b) => a - b),
      unassigned: [...this.#unassigned.values()],
      voidVoxels: this.#voidVoxels,
      rounding: this.#rounding,
      passes: this.#passes.map((pass) => pass.result()),
    };
  }

  /** Counts new blocks for their neighbours; gives back those that have all of them now. */
  #meet(blocks: readonly number[]): readonly number[] {
    const around = blocks.map((block) => neighbourBlocks(this.#grid, block));
    const absent = around.map((neighbours) => neighbours.filter((each) => !this.#missing.has(each)).length);
    for (const [i, block] of blocks.entries()) this.#missing.set(block, absent[i]);
    for (const neighbour of around.flat()) {
      const left = this.#missing.get(neighbour);
      if (left !== undefined) this.#missing.set(neighbour, left - 1);
    }
    return [...blocks, ...around.flat()].filter((block) => this.#missing.get(block) === 0);
  }
}

/** A label pass of all blocks so far. */
class PassMerger {
  readonly #rule: InstanceRule;
  readonly #reference: SideMerger;
  readonly #prediction: SideMerger;
  readonly #overlap = new PairCounts();
  readonly #partOverlap: PairCounts | null;

  constructor({ rule, reference, prediction, partOverlap }: BlockPass, grid: BlockGrid, connectivity: Connectivity) {
    const sideOf = (side: BlockSide) => new SideMerger(side, rule, grid, connectivity);
    this.#rule = rule;
    this.#reference = sideOf(reference);
    this.#prediction = sideOf(prediction);
    this.#partOverlap = partOverlap && new PairCounts();
  }

  add({ reference, prediction, overlap, partOverlap }: BlockPass): void {
    const [g, p] = [this.#reference.add(reference), this.#prediction.add(prediction)];
    addPairs(
      this.#overlap,
      overlap,
      (i) => g[i - 1],
      (i) => p[i - 1],
    );
    const { classes } = reference.records;
    const partOf = (ids: Uint32Array) => (part: number) => withClass(part, classes, (i) => ids[i]);
    if (partOverlap !== null && this.#partOverlap !== null)
      addPairs(this.#partOverlap, partOverlap, partOf(g), partOf(p));
  }

  forget(blocks: readonly number[]): void {
    this.#reference.forget(blocks);
    this.#prediction.forget(blocks);
  }

  result(): BlockPass {
    const [g, p] = [this.#reference.result(), this.#prediction.result()];
    const overlap = new PairCounts();
    addPairs(
      overlap,
      this.#overlap.list(),
      (id) => g.numbers[id],
      (id) => p.numbers[id],
    );
    const { classes } = g.side.records;
    const partOf = (numbers: Uint32Array) => (part: number) => withClass(part, classes, (id) => numbers[id] - 1);
    let partOverlap: PairCounts | null = null;
    if (this.#partOverlap !== null) {
      partOverlap = new PairCounts();
      addPairs(partOverlap, this.#partOverlap.list(), partOf(g.numbers), partOf(p.numbers));
    }
    return {
      rule: this.#rule,
      reference: g.side,
      prediction: p.side,
      overlap: overlap.list(),
      partOverlap: partOverlap?.list() ?? null,
    };
  }
}

/** One side of a pass: its components, and the shells that may still be touched. */
class SideMerger {
  readonly #components: ComponentMerger;
  readonly #grid: BlockGrid;
  readonly #connectivity: Connectivity;
  readonly #isCut: boolean;
  /** By block; their numbers are ids. */
  readonly #shells = new Map<number, Shell>();

  constructor({ records, isCut }: BlockSide, rule: InstanceRule, grid: BlockGrid, connectivity: Connectivity) {
    this.#components = new ComponentMerger(records.classes, rule === "labels");
    this.#grid = grid;
    this.#connectivity = connectivity;
    this.#isCut = isCut;
  }

  /** The ids of the components of a block. */
  add({ records, shells }: BlockSide): Uint32Array {
    const components = this.#components;
    const keys = keysOf(records);
    const joined = new Float64Array(records.count).fill(-1);
    for (const shell of shells) {
      for (const neighbour of neighbourBlocks(this.#grid, shell.block)) {
        const other = this.#shells.get(neighbour);
        if (other === undefined) continue;
        let [lastNumber, lastId] = [0, -1];
        eachTouch(shell, other, this.#grid.shape[1], this.#connectivity, (number, id) => {
          // Neighbouring runs mostly belong to the same two.
          if (number === lastNumber && id === lastId) return;
          [lastNumber, lastId] = [number, id];
          if (keys[number - 1] !== components.keyOf(id)) return;
          joined[number - 1] = joined[number - 1] < 0 ? id : components.join(joined[number - 1], id);
        });
      }
    }
    const ids = components.add(records, joined);
    for (const shell of shells)
      this.#shells.set(
        shell.block,
        renumbered(shell, (number) => ids[number - 1]),
      );
    return ids;
  }

  forget(blocks: readonly number[]): void {
    for (const block of blocks) this.#shells.delete(block);
  }

  result(): { readonly side: BlockSide; readonly numbers: Uint32Array } {
    const { records, numbers } = this.#components.list();
    const shells = [...this.#shells.values()]
      .sort((a, b) => a.block - b.block)
      .map((shell) => renumbered(shell, (id) => numbers[id]));
    return { side: { records, isCut: this.#isCut, shells }, numbers };
  }
}

function bothRounded(one: Rounding | null, other: Rounding | null): Rounding | null {
  if (one === null || other === null) return one ?? other;
  return { voxels: one.voxels + other.voxels, farthest: Math.max(one.farthest, other.farthest) };
}

function addPairs(
  counts: PairCounts,
  { reference, prediction, voxels }: OverlapList,
  referenceOf: (number: number) => number,
  predictionOf: (number: number) => number,
): void {
  for (let i = 0; i < voxels.length; i++) counts.add(referenceOf(reference[i]), predictionOf(prediction[i]), voxels[i]);
}

/** The label of a class of a component, whose index becomes another. */
function withClass(part: number, classes: number, indexOf: (index: number) => number): number {
  const at = part - 1;
  return classes * indexOf(Math.floor(at / classes)) + (at % classes) + 1;
}
