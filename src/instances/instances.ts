import type { BlockRuns } from "../../bindings/components/block-runs.js";
import { countBlockOverlap, countOverlap, type OverlapList } from "../../bindings/components/count-overlap.js";
import type { LabelMeasures } from "../../bindings/components/measure-labels.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { RunVolume } from "../../bindings/volumes/run-volume.js";

/** Instances as they were found in the arena. */
export interface FoundInstances {
  /** Runs whose labels are the numbers of the instances. Asked for only when voxels are needed, and may be written only then. */
  readonly runs: () => RunVolume;
  /** The same as runs of blocks; null unless the instances were found on these. */
  readonly blocks: BlockRuns | null;
  readonly measures: LabelMeasures;
  /** The code (see `LabelPass`) of instance `i + 1`; 0 for a component that is no instance. */
  readonly codes: Uint32Array;
  /** The same instances before void was taken from them; null where none was. */
  readonly uncut: Instances | null;
  /** Runs and voxels by class; null unless instances have parts. */
  readonly parts: InstanceParts | null;
}

/** Instances by class: class `c` of instance `i + 1` is the label `classes · i + c + 1`. */
export interface InstanceParts {
  readonly runs: RunVolume;
  readonly classes: number;
  /** Voxels of instance `i + 1` and class `c` at `classes · i + c`. */
  readonly voxels: Float64Array;
}

const NO_OVERLAP: OverlapList = {
  reference: new Uint32Array(),
  prediction: new Uint32Array(),
  voxels: new Float64Array(),
};

/** One side of a label pass as overlap tables need it: instances 1 … count, without their voxels. */
export interface CountedInstances extends Pick<FoundInstances, "measures" | "codes"> {
  /** Voxels of each instance before those in void were taken away; null where none were. */
  readonly whole: Float64Array | null;
  readonly parts: Pick<InstanceParts, "classes" | "voxels"> | null;
}

/** Both sides of a label pass, and the voxels that their instances share. */
export interface CountedPair {
  readonly reference: CountedInstances;
  readonly prediction: CountedInstances;
  readonly overlap: OverlapList;
  /** The same by class; null unless both sides have parts. */
  readonly partOverlap: OverlapList | null;
}

/** One side of a label pass: instances 1 … count in the arena, and their measures. */
export class Instances implements FoundInstances, CountedInstances {
  readonly measures: LabelMeasures;
  readonly codes: Uint32Array;
  readonly uncut: Instances | null;
  readonly parts: InstanceParts | null;
  readonly blocks: BlockRuns | null;
  readonly runs: () => RunVolume;
  readonly #engine: Engine;

  constructor(engine: Engine, { runs, blocks, measures, codes, uncut, parts }: FoundInstances) {
    this.#engine = engine;
    this.runs = runs;
    this.blocks = blocks;
    this.measures = measures;
    this.codes = codes;
    this.uncut = uncut;
    this.parts = parts;
  }

  get whole(): Float64Array | null {
    return this.uncut?.measures.voxels ?? null;
  }

  /** The voxels that each pair of instances shares. Blocks suffice to count them, where both sides have blocks. */
  overlapWith(other: Instances): OverlapList {
    if (this.codes.length === 0 || other.codes.length === 0) return NO_OVERLAP;
    return this.blocks !== null && other.blocks !== null
      ? countBlockOverlap(this.#engine, this.blocks, other.blocks)
      : countOverlap(this.#engine, this.runs(), other.runs());
  }

  /** The same by class; null unless both sides have parts. */
  partOverlapWith(other: Instances): OverlapList | null {
    return this.parts && other.parts && countOverlap(this.#engine, this.parts.runs, other.parts.runs);
  }
}

/** Counts what the instances of both sides share. */
export function countPair(reference: Instances, prediction: Instances): CountedPair {
  const overlap = reference.overlapWith(prediction);
  return { reference, prediction, overlap, partOverlap: reference.partOverlapWith(prediction) };
}
