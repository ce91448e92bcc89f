// Written by `npm run generate` from the rows of options in `rows/`. Change those.

import type { ResolvedGroups } from "../instances/groups.js";
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
import type { ResolvedEdgeCases } from "./edge-cases.js";
import type { PresetName } from "./preset-names.js";

/**
 * The choices of an evaluation, all made; see `EvaluateOptions` for meanings. Null: not asked for, or open until the
 * volumes are known.
 */
export interface ResolvedOptions {
  readonly preset: PresetName;
  readonly input: InputKind;
  readonly groups: ResolvedGroups;
  readonly connectivity: ConnectivityOption | null;
  readonly touchingLabels: TouchingLabels | null;
  readonly ignoreLabel: number | null;
  readonly ignoreRule: IgnoreRule;
  readonly strictLabels: boolean;
  readonly ignoreGeometry: readonly GeometryPart[];
  readonly geometryTolerance: number;
  readonly roundLabels: boolean;
  readonly maximumVoxels: number;
  readonly strategy: StrategyName;
  readonly allowManyToOne: boolean;
  readonly objective: MatchingObjective;
  readonly matchingMetric: MatchingMetric;
  readonly threshold: number;
  readonly thresholdRule: ThresholdRule;
  readonly decisionMetric: MetricKey | null;
  readonly decisionThreshold: number | null;
  readonly decisionRule: ThresholdRule | null;
  readonly matchingSpace: Space;
  readonly matchWithoutOverlap: boolean;
  readonly partScore: PartScore;
  readonly minVolume: number;
  readonly minVoxels: number;
  readonly metrics: readonly MetricKey[];
  readonly globalMetrics: readonly MetricKey[];
  readonly scores: readonly string[];
  readonly voiBackground: VoiBackground;
  readonly assd: Pooling;
  readonly thinning: Thinning;
  readonly undefinedInMeans: UndefinedInMeans;
  readonly disjointForegrounds: DisjointForegrounds;
  readonly hd95: Pooling;
  readonly nsd: Pooling;
  readonly nsdTolerance: number | null;
  readonly globalSpace: Space;
  readonly regions: boolean;
  readonly regionSpace: Space;
  readonly edgeCases: ResolvedEdgeCases;
  readonly autc: "exact" | number | null;
  readonly autcDecision: AutcDecision;
  readonly taxonomy: boolean;
  readonly explain: boolean;
  readonly volumeBins: readonly number[] | null;
  readonly lesionDilation: number | null;
  readonly lesionVolume: number;
  readonly notes: readonly string[];
}
