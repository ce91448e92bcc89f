import type { Explanation } from "../matching/explain/explanation.js";
import type { MetricKey, PanopticMetricKey } from "../metrics/registry.js";
import type { DroppedInstances } from "../overlap/drop-small.js";
import type { PartRow } from "../overlap/parts/part-rows.js";
import type { BratsScores } from "./brats-scores.js";
import type { StardistRow } from "./stardist-scores.js";
import type { Taxonomy } from "./taxonomy/taxonomy.js";
import type { VolumeBinRow } from "./volume-bins.js";

/** `sq` for IoU, as in the definition of PQ; `sq_<key>` for the other metrics. */
type SegmentationKey<K extends MetricKey> = K extends "iou" ? "sq" : `sq_${K}`;
type PanopticKey = { [Key in PanopticMetricKey]: Key extends "iou" ? "pq" : `pq_${Key}` }[PanopticMetricKey];
type QualityKey = "rq" | PanopticKey | SegmentationKey<MetricKey> | `${SegmentationKey<MetricKey>}_std`;

/** Means over the matched references, their standard deviations and panoptic qualities, of the metrics asked for. */
export type Qualities = { readonly [Key in Exclude<QualityKey, "rq">]?: number | null } & {
  /** Over how many matched references a mean was taken, where that is not all of them: the others have no value. */
  readonly [Key in SegmentationKey<MetricKey> as `${Key}_n`]?: number;
} & {
  /** Why a quality is null. */
  readonly [Key in QualityKey as `${Key}_reason`]?: string;
};

/** Qualities from 0 to 1, which have an area under their curve over the threshold. */
export type BoundedQualityKey = "rq" | PanopticKey | SegmentationOf<PanopticKey>;
type SegmentationOf<K extends PanopticKey> = K extends `p${infer Rest}` ? `s${Rest}` : never;

/** The bounded qualities at a threshold, of the metrics asked for; null under many-to-many. */
export type BoundedQualities = { readonly [Key in BoundedQualityKey]?: number | null };

/** Counts and qualities at one threshold. */
export interface ThresholdPoint extends BoundedQualities {
  readonly threshold: number;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/** Counts and qualities between two thresholds, where they do not change. */
export interface ThresholdInterval extends Omit<ThresholdPoint, "threshold"> {
  readonly from: number;
  readonly to: number;
}

/** Areas under the threshold curve, if asked for, and the curve: intervals if exact, else points. */
export type Autc = { readonly [Key in BoundedQualityKey as `autc_${Key}`]?: number | null } & {
  /** Why an area is null. */
  readonly [Key in BoundedQualityKey as `autc_${Key}_reason`]?: string;
} & { readonly autc_curve?: readonly ThresholdInterval[] | readonly ThresholdPoint[] };

/** Metrics of the whole foregrounds, of those asked for. */
export type GlobalMetrics = { readonly [Key in MetricKey as `global_bin_${Key}`]?: number };

/** An instance of either side. Lengths are in mm, along the volume's axes. */
export interface InstanceRow {
  readonly label: number;
  /** The label that its voxels have in the volume; 0 where several were merged. */
  readonly class: number;
  readonly is_matched: 0 | 1;
  /** Centre of mass in voxel indices. */
  readonly centre: readonly number[];
  /** First and last voxel (inclusive) along each axis. */
  readonly box: readonly (readonly [number, number])[];
  /** Linear index, x fastest, of the first voxel in scan order. */
  readonly first_voxel: number;
}

export interface ReferenceRow extends InstanceRow, ReferenceMetrics {
  readonly instance_voxel_count_ref: number;
  readonly instance_volume_ref: number;
  /** Labels of the predictions that it is matched to. */
  readonly predictions: readonly number[];
}

/** A matched reference's metrics against the union of its predictions. */
export type ReferenceMetrics = { readonly [Key in MetricKey as SegmentationKey<Key>]?: number };

export interface PredictionRow extends InstanceRow {
  readonly instance_voxel_count_pred: number;
  readonly instance_volume_pred: number;
  /** Labels of the references that it is matched to. */
  readonly references: readonly number[];
}

/** A predicted instance that is neither right nor wrong: nothing matches it, and more than half of it lay in void. */
export interface VoidRow {
  readonly status: "void";
  /** Null where void left nothing of it. */
  readonly label: number | null;
  /** The label that its voxels have in the volume; 0 where several were merged. */
  readonly class: number;
  /** All its voxels, and those of them in void. */
  readonly voxels: number;
  readonly void_voxels: number;
}

/** One edge of the matching. */
export interface MatchRow {
  readonly reference: number;
  readonly prediction: number;
  readonly score: number;
  /** Voxels that the two share. */
  readonly overlap: number;
}

/** The result of one group. Keys are panoptica's, so that its readers find what they know. */
export interface GroupResult extends Qualities, GlobalMetrics, Partial<RegionResult>, Autc {
  readonly n_ref_instances: number;
  readonly n_pred_instances: number;
  /** References with at least one match. */
  readonly tp: number;
  /** Predictions without a match. */
  readonly fp: number;
  /** References without a match. */
  readonly fn: number;
  /** Predictions with at least one match. */
  readonly n_matched_pred_instances: number;
  readonly prec: number;
  readonly rec: number;
  /** Null, as are all qualities, under many-to-many. */
  readonly rq: number | null;
  /** Over how many matched references each mean was taken. */
  readonly sq_n: number;
  readonly instance_voxel_count_ref: number;
  readonly instance_volume_ref: number;
  readonly global_bin_volume_ref: number;
  readonly global_bin_volume_pred: number;
  readonly reference_instances: readonly ReferenceRow[];
  readonly predicted_instances: readonly PredictionRow[];
  readonly matches: readonly MatchRow[];
  /** The kinds of error, and what each costs. Absent within regions. */
  readonly taxonomy?: Taxonomy;
  /** Why each pair was matched or not, if that was asked for. */
  readonly explanation?: Explanation;
  /** Recall and precision by volume, if bins were asked for. */
  readonly by_volume?: readonly VolumeBinRow[];
  /** How well each class of a thing with parts is segmented in the matched references. */
  readonly parts?: readonly PartRow[];
  /** Predictions that are neither right nor wrong, if an `ignoreLabel` was given; they are not among `n_pred_instances`. */
  readonly n_void_pred_instances?: number;
  readonly void_instances?: readonly VoidRow[];
  /** Instances that were too small to count, if a smallest size was asked for. */
  readonly dropped?: DroppedInstances;
  /** stardist's results by threshold, with the preset stardist. */
  readonly stardist?: readonly StardistRow[];
  /** Scores of neighbouring fields by key, if any were asked for. */
  readonly scores?: Readonly<Record<string, number>>;
  /** The sums that scores are functions of, by key: added up over cases they give the pooled score. */
  readonly score_sums?: Readonly<Record<string, readonly number[]>>;
  /** BraTS's lesion-wise scores, if a dilation of lesions was asked for, as the preset brats does. */
  readonly brats?: BratsScores;
}

/** The result of one region: that of a group, without the lists of instances. */
export type RegionRow = Omit<GroupResult, "reference_instances" | "predicted_instances" | "matches"> & {
  /** Label of the reference whose region it is. */
  readonly label: number;
};

/** Means over the regions of the regions' global metrics, of those asked for. */
export type RegionAverages = { readonly [Key in MetricKey as `region_avg_${Key}`]?: number };

export interface RegionResult extends RegionAverages {
  /** Over how many regions each average was taken. */
  readonly n_regions: number;
  readonly regions: readonly RegionRow[];
}
