// Written by `npm run generate` from the rows of options in `rows/`. Change those.

import type { ConnectivityOption, IgnoreRule, InputKind, TouchingLabels } from "../instances/instance-options.js";
import type { GeometryPart } from "../io/geometry.js";
import type { ThresholdRule } from "../matching/candidate-graph.js";
import type { StrategyName } from "../matching/registry.js";
import type { MatchingObjective } from "../matching/strategy.js";
import type { DisjointForegrounds, Pooling, Space, Thinning } from "../metrics/formulas.js";
import type { MatchingMetric } from "../metrics/matching-metric.js";
import type { UndefinedInMeans } from "../metrics/means.js";
import type { MetricKey } from "../metrics/registry.js";
import type { VoiBackground } from "../metrics/table-scores/score-row.js";
import type { PartScore } from "../overlap/parts/part-score.js";
import type { AutcDecision } from "./choices.js";
import type { EdgeCasesOption } from "./edge-cases.js";
import type { GroupsOption } from "./groups.js";
import type { PresetName } from "./preset-names.js";

/** The choices of an evaluation. All are optional. */
export interface EvaluateOptions {
  /**
   * Whose choices hold where no option says otherwise.
   * @defaultValue "framework"
   */
  readonly preset?: PresetName;
  /**
   * Meaning of labels: classes whose connected components are the instances (semantic), instances numbered
   * independently in both volumes (unmatched), or instances whose equal labels already match (matched).
   * @defaultValue "semantic"
   * @see Kofler et al. 2023, arXiv 2312.02608
   */
  readonly input?: InputKind;
  /**
   * Labels that are evaluated together, by name; "each": every label on its own; default: all as one.
   */
  readonly groups?: GroupsOption;
  /**
   * Which neighbours belong together: 6, 18 or 26 in 3D, 4 or 8 in 2D; faces: 6 or 4; corners (default): 26 or 8.
   */
  readonly connectivity?: ConnectivityOption;
  /**
   * Whether components of different labels of a group stay apart where they touch (separate, the default), or join.
   */
  readonly touchingLabels?: TouchingLabels;
  /**
   * A label of the reference, negative in signed files if need be, whose voxels are void: neither right nor wrong, and
   * in no count. From -2147483648 to 4294967295.
   * @see Kirillov et al. 2019, arXiv 1801.00868, 4.2
   */
  readonly ignoreLabel?: number;
  /**
   * Void: instances are found first, and unmatched predictions mostly in void do not count; cut: void is cut out before
   * instances are found.
   * @defaultValue "void"
   * @see Kirillov et al. 2019, arXiv 1801.00868, 4.2
   */
  readonly ignoreRule?: IgnoreRule;
  /**
   * Refuse volumes with labels that no group names, and groups without a voxel in either volume.
   * @defaultValue false
   */
  readonly strictLabels?: boolean;
  /**
   * Differences between the two volumes' grids that are not refused.
   * @defaultValue []
   */
  readonly ignoreGeometry?: readonly GeometryPart[];
  /**
   * Voxels by which a corner of the prediction's grid may be displaced from the reference's.
   * Unit: voxels.
   * @defaultValue 0.02
   */
  readonly geometryTolerance?: number;
  /**
   * Round every voxel to the nearest label, however far off it is, instead of refusing fractions.
   * @defaultValue false
   */
  readonly roundLabels?: boolean;
  /**
   * Refuse files whose headers claim more voxels than this. From 1 to 9007199254740991.
   * Unit: voxels.
   * @defaultValue 4294967296
   */
  readonly maximumVoxels?: number;
  /**
   * How references and predictions are matched.
   * @defaultValue "one-to-one"
   * @see Großkopf et al. 2026, arXiv 2605.31094
   */
  readonly strategy?: StrategyName;
  /**
   * Let one-to-one or greedy give a reference further predictions, which would else be left.
   * @defaultValue false
   */
  readonly allowManyToOne?: boolean;
  /**
   * The aim of one-to-one: the largest total score, or first the number of pairs (count).
   * @defaultValue "score"
   */
  readonly objective?: MatchingObjective;
  /**
   * The score by which pairs are compared with the threshold and with each other.
   * @defaultValue "iou"
   */
  readonly matchingMetric?: MatchingMetric;
  /**
   * The score that a pair must pass to be a candidate: 0 to 1, or mm if it is a distance.
   * Unit: 1, or mm if the matching metric is a distance.
   * @defaultValue 0.5
   */
  readonly threshold?: number;
  /**
   * Strict: better than the threshold; inclusive: at least as good.
   * @defaultValue "strict"
   */
  readonly thresholdRule?: ThresholdRule;
  /**
   * After measuring, a matched reference counts as missed unless this metric passes decisionThreshold.
   */
  readonly decisionMetric?: MetricKey;
  /**
   * The threshold of decisionMetric, by decisionRule.
   * Unit: that of the decision metric.
   */
  readonly decisionThreshold?: number;
  /**
   * Whether the decision metric must be better than its threshold, or may equal it; default: thresholdRule.
   */
  readonly decisionRule?: ThresholdRule;
  /**
   * Whether a distance by which pairs are matched, and its threshold, are in mm or, as panoptica has them, in voxels.
   * @defaultValue "mm"
   */
  readonly matchingSpace?: Space;
  /**
   * With matched input, let equal labels match even if they share no voxel.
   * @defaultValue false
   */
  readonly matchWithoutOverlap?: boolean;
  /**
   * How parts count: the mean over the part classes present (partpq), or panoptica's rule.
   * @defaultValue "partpq"
   * @see de Geus et al. 2021, arXiv 2106.06351
   */
  readonly partScore?: PartScore;
  /**
   * Drop instances of either side that are smaller than this, in mm³ (mm² in 2D).
   * Unit: mm³ (mm² in 2D).
   * @defaultValue 0
   */
  readonly minVolume?: number;
  /**
   * Drop instances of either side that have fewer voxels than this.
   * Unit: voxels.
   * @defaultValue 0
   */
  readonly minVoxels?: number;
  /**
   * Metrics of each matched reference; the default ones need no distances.
   * @defaultValue ["iou","dsc","rvd","rvae","cedi"]
   */
  readonly metrics?: readonly MetricKey[];
  /**
   * Metrics of the whole foreground.
   * @defaultValue ["iou","dsc","rvd","rvae","cedi"]
   */
  readonly globalMetrics?: readonly MetricKey[];
  /**
   * Scores of neighbouring fields that each group also gets, as its block scores.
   * @defaultValue []
   */
  readonly scores?: readonly string[];
  /**
   * Whether voi_split and voi_merge count voxels of the reference's background (count), or leave them out as CREMI does
   * (omit).
   * @defaultValue "count"
   * @see Meilă 2007, DOI 10.1016/j.jmva.2006.11.013
   */
  readonly voiBackground?: VoiBackground;
  /**
   * Mean distance of all surface voxels (pooled), or the mean of both sides' means (directed).
   * @defaultValue "pooled"
   * @see Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)
   */
  readonly assd?: Pooling;
  /**
   * Whether skeletons keep the last voxel of each component (keep-last), or lose it where scikit-image deletes it.
   * @defaultValue "keep-last"
   * @see Lee, Kashyap, Chu 1994, DOI 10.1006/cgip.1994.1042
   */
  readonly thinning?: Thinning;
  /**
   * How a mean over matched references treats values that are not defined: it leaves them out and says how many are
   * left (omit), or is not defined itself (propagate).
   * @defaultValue "omit"
   */
  readonly undefinedInMeans?: UndefinedInMeans;
  /**
   * Whether metrics of whole foregrounds that do not overlap are measured as all others, or are the edge case noMatch.
   * @defaultValue "measure"
   */
  readonly disjointForegrounds?: DisjointForegrounds;
  /**
   * 95th percentile of both directed distances together (pooled), or the larger of the two (directed).
   * @defaultValue "pooled"
   * @see Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)
   */
  readonly hd95?: Pooling;
  /**
   * Share of all surface voxels that agree (pooled), or the mean of both sides' shares (directed).
   * @defaultValue "pooled"
   * @see Maier-Hein, Reinke et al. 2024 (Metrics Reloaded)
   */
  readonly nsd?: Pooling;
  /**
   * Surfaces this far apart still agree, in mm; default: the smallest spacing (half a voxel where lengths are in
   * voxels).
   * Unit: mm.
   */
  readonly nsdTolerance?: number;
  /**
   * Whether distances between whole foregrounds are in mm or, as panoptica has them, in voxels.
   * @defaultValue "mm"
   */
  readonly globalSpace?: Space;
  /**
   * Also evaluate each reference in its own Voronoi region.
   * @defaultValue false
   * @see Jaus et al. 2024, arXiv 2410.18684
   */
  readonly regions?: boolean;
  /**
   * Whether a region's voxels are nearest in mm or, as panoptica has them, in voxels.
   * @defaultValue "mm"
   */
  readonly regionSpace?: Space;
  /**
   * Values of metrics where there is nothing to measure, by metric and case.
   */
  readonly edgeCases?: EdgeCasesOption;
  /**
   * Area under the threshold curve: exact, or by the trapezoid rule with this step.
   */
  readonly autc?: "exact" | number;
  /**
   * Whether the decision threshold stays, or moves along with the threshold of the curve.
   * @defaultValue "fixed"
   */
  readonly autcDecision?: AutcDecision;
  /**
   * Name the kinds of error (split, merged, absent, …) and the PQ that each costs.
   * @defaultValue true
   */
  readonly taxonomy?: boolean;
  /**
   * Say of every candidate pair and every unmatched instance why it was matched or not.
   * @defaultValue false
   */
  readonly explain?: boolean;
  /**
   * Borders in mm³ (mm² in 2D) of the bins in which recall and precision are also given.
   * Unit: mm³ (mm² in 2D).
   */
  readonly volumeBins?: readonly number[];
  /**
   * Also give BraTS's lesion-wise scores: references that touch once they are dilated by this many voxels are one
   * lesion. From 0 to 100.
   * Unit: voxels.
   * @see BraTS 2023
   */
  readonly lesionDilation?: number;
  /**
   * Lesion-wise scores leave out lesions of at most this volume, in mm³ (mm² in 2D).
   * Unit: mm³ (mm² in 2D).
   * @defaultValue 0
   * @see BraTS 2023
   */
  readonly lesionVolume?: number;
  /**
   * Remarks that the result repeats, such as whose protocol this is.
   * @defaultValue []
   */
  readonly notes?: readonly string[];
}
