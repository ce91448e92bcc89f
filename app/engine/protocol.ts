/** Messages between the page and the engine's worker; each can be cloned. */
import type {
  EdgeOutcomeName,
  EvaluateOptions,
  EvaluationResult,
  Explanation,
  ExplorationRow,
  GroupResult,
  InstanceName,
  Side,
  ThresholdInterval,
} from "../../src/index.js";
import type { StrategyName } from "../../src/matching/registry.js";
import type { MetricKey } from "../../src/metrics/registry.js";
import type { Triple } from "./display-grid.js";
import type { PairedCodes } from "./display-labels.js";
import type { GivenVolume } from "./given-volume.js";

/** A refusal, in the words of the library; an error itself loses its fields on the way. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Of a mismatch of grids: what differs. */
  readonly part: string | null;
}

/** A file that was read as labels and looks like an image. */
export interface Doubt {
  readonly side: Side;
  /** Different values, of a sample unless `isAll`. */
  readonly values: number;
  readonly isAll: boolean;
}

/** Outcome of a request; `given-up`: cancelled. */
export type Reply<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "given-up" };

export interface OpenedCase {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  /** Voxel to world, row after row; null where the files say nothing of it. */
  readonly affine: readonly number[] | null;
  readonly doubts: readonly Doubt[];
}

/** The instances of one side, column by column: ten thousand rows are posted and sorted in no time. */
export interface SideColumns {
  /** 0 for an instance of which void left nothing. */
  readonly labels: Uint32Array;
  readonly classes: Uint32Array;
  readonly voxels: Float64Array;
  /** mm³ (mm² in 2D); NaN for instances in void. */
  readonly volumes: Float64Array;
  /** Indexes into `STATUSES`. */
  readonly statuses: Uint8Array;
  /** Indexes into `KINDS`, or `NO_KIND`. */
  readonly kinds: Uint8Array;
  /** Centres in voxels, three numbers each; NaN for instances in void. */
  readonly centres: Float64Array;
  /** First and last voxel along x, y and z, six numbers each; NaN for instances in void. */
  readonly boxes: Float64Array;
  /** The labels that instance `i` is matched to are `partners[partnerOffsets[i]] … partners[partnerOffsets[i + 1] − 1]`. */
  readonly partnerOffsets: Uint32Array;
  readonly partners: Uint32Array;
  /** Metrics of matched references; NaN where there is no match. Empty for predictions. */
  readonly metrics: Readonly<Partial<Record<MetricKey, Float64Array>>>;
}

/** Every pair that shares a voxel, column by column; instances by label. */
export interface EdgeColumns {
  readonly references: Uint32Array;
  readonly predictions: Uint32Array;
  readonly scores: Float64Array;
  readonly overlaps: Float64Array;
  readonly fates: readonly EdgeOutcomeName[];
}

/** The numbers of a group without its rows. */
export type GroupNumbers = Omit<
  GroupResult,
  | "reference_instances"
  | "predicted_instances"
  | "void_instances"
  | "matches"
  | "explanation"
  | "autc_curve"
  | "regions"
>;

export type MissReason = Explanation["unmatched"]["references"][number]["reason"];

/** Answer to a change of options: all numbers, and the rows of the group in view. */
export interface Answer {
  readonly options: EvaluationResult["options"];
  readonly notes: readonly string[];
  readonly definitions: EvaluationResult["definitions"];
  readonly groups: Readonly<Record<string, GroupNumbers>>;
  readonly group: string;
  readonly reference: SideColumns;
  readonly prediction: SideColumns;
  /** Null until it was asked for, as is the next. */
  readonly edges: EdgeColumns | null;
  /** How many references are missed for which reason. */
  readonly misses: Readonly<Partial<Record<MissReason, number>>> | null;
}

/** The exact curve of one strategy, with the area below it. */
export interface StrategyCurve {
  readonly strategy: StrategyName;
  readonly curve: readonly ThresholdInterval[];
  /** Null where the strategy gives no panoptic quality. */
  readonly area: number | null;
}

/** The instances of both sides, as the viewer shows them. */
export interface ShownLabels {
  /** Code `v` is `instances[side][v − 1]`. */
  readonly codes: PairedCodes;
  readonly instances: Readonly<Record<Side, readonly InstanceName[]>>;
  /** Voxels along each axis. */
  readonly shape: Triple;
  /** Voxels of the case for one that is shown, along each axis. */
  readonly factors: Triple;
}

/** Backdrop on the grid that is shown: the anatomy if there is one, else zeros. */
export interface Backdrop {
  /** A NIfTI file of a single voxel, the first of the grid. */
  readonly corner: ArrayBuffer;
  /** A shade of grey for each voxel, x fastest. */
  readonly shades: Uint8Array<ArrayBuffer>;
  /** The image's own numbers that are shown black and white; null where there is no image. */
  readonly window: readonly [low: number, high: number] | null;
}

/** Which instance: enough to find it in the result, the table, the graph and the volume. */
export interface InstanceId {
  readonly group: string;
  readonly side: Side;
  readonly label: number;
}

/** Functions of the worker. */
export interface EngineApi {
  /** Compiles the kernels and fetches what reading loads late, so that the first case does not wait for them. */
  warmUp(): Promise<void>;
  /** Opens a case as the options say that files are read. A question with other ones reads the files again. */
  open(reference: GivenVolume, prediction: GivenVolume, options: EvaluateOptions): Promise<Reply<OpenedCase>>;
  close(): Promise<void>;
  /** Waits, in place of the page, until the browser has drawn what it was given: a context is made after that. */
  awaitGraphics(): Promise<void>;
  /** Tells labels from an image by the voxels. */
  contentOf(file: GivenVolume): Promise<Reply<"labels" | "image">>;
  /** With counts alone, which takes milliseconds. */
  count(options: EvaluateOptions, group: string | null): Promise<Reply<Answer>>;
  /** With everything that was asked for; `onProgress` is told the share that is measured. */
  measure(options: EvaluateOptions, group: string | null, onProgress?: (share: number) => void): Promise<Reply<Answer>>;
  /** Gives up what is being measured. */
  cancel(): Promise<void>;
  curves(options: EvaluateOptions, group: string): Promise<Reply<readonly StrategyCurve[]>>;
  explore(options: EvaluateOptions): Promise<Reply<readonly ExplorationRow[]>>;
  labels(options: EvaluateOptions): Promise<Reply<ShownLabels>>;
  backdrop(anatomy: GivenVolume | null): Promise<Reply<Backdrop>>;
  /** The sentence of a pair, or of an instance without a match; of the last evaluation with details. */
  sentencesOf(id: InstanceId): Promise<readonly string[]>;
  report(format: "json" | "tsv", options: EvaluateOptions): Promise<Reply<string>>;
}
