import type { Connectivity } from "../../bindings/components/label-components.js";
import { measureLabels } from "../../bindings/components/measure-labels.js";
import { calibrate } from "../../bindings/maps/calibrate.js";
import { growTree } from "../../bindings/maps/component-tree.js";
import type { MapEngine } from "../../bindings/maps/map-engine.js";
import type { SignedMap } from "../../bindings/maps/map-volume.js";
import { type CodeMeasures, measureSegments } from "../../bindings/maps/measure-segments.js";
import { type PointedVoxels, pointAt } from "../../bindings/maps/point-at.js";
import { type RankOutcome, rankVoxels } from "../../bindings/maps/rank-voxels.js";
import { listSegments, type Segments } from "../../bindings/maps/segments.js";
import { compareShares } from "../../bindings/maps/share-segments.js";
import { thresholdRuns } from "../../bindings/maps/threshold-runs.js";
import { type RunVolume, tripleOf } from "../../bindings/volumes/run-volume.js";
import { detectLesions } from "./detection/detect-lesions.js";
import type { ResolvedMapOptions } from "./options/types.js";
import { asForeground, within } from "./read/domain.js";
import type { ReferenceGroup } from "./read/reference-groups.js";
import { curveOf, instanceCurveOf } from "./results/curve.js";
import type { MapGroupResult, ReliabilityBin } from "./results/map-result.js";
import { type MapFacts, ranksAsked, type TreeOutcome } from "./scores/facts.js";
import { joinMoments, meanDifference } from "./scores/moments.js";
import { chanceOf, scoreMap } from "./scores/registry.js";
import { hasArea } from "./scores/score.js";

export interface GroupContext {
  readonly options: ResolvedMapOptions & { readonly connectivity: Connectivity };
  /** mm³ (mm² in 2D) */
  readonly voxelVolume: number;
  /** mm */
  readonly spacing: readonly number[];
  /** Of what lies outside of the reference of all groups, and in it, if known. */
  readonly measures: readonly [CodeMeasures, CodeMeasures] | null;
}

/** Scores a map against one group of the reference. No voxel of the domain is NaN. */
export function scoreGroup(
  engine: MapEngine,
  map: SignedMap,
  group: ReferenceGroup,
  domain: RunVolume | null,
  { options, spacing, voxelVolume, measures }: GroupContext,
): MapGroupResult {
  const segments = listSegments(engine, group.list, domain, 2);
  const list = within(engine, group.list, domain);
  const held = measureLabels(engine, list, group.count).voxels.reduce((sum, count) => sum + count, 0);
  // A group that is the whole reference was measured when values were checked.
  const codes = measures?.[1].voxels === held ? measures : measureSegments(engine, map, segments);
  const [all, inside, rest] = [codes, codes.slice(1), codes.slice(0, 1)].map(joinMoments);
  const [n, k] = [all.voxels, inside.voxels];
  const ranks = rankVoxels(engine, map, segments, {
    inside: k,
    voxels: n,
    least: all.least,
    thresholds: [...options.thresholds].reverse(),
    ranks: ranksAsked(n, k, options),
    specificity: options.specificity,
    curvePoints: options.curvePoints,
    sums: hasArea(options) ? "areas" : "order",
  });
  const facts: MapFacts = {
    options,
    n,
    k,
    all,
    inside,
    rest,
    lead: meanDifference(codes.slice(1), codes),
    ranks,
    pointed: k > 0 && all.largest > 0 ? point(engine, map, { segments, group, domain, ranks, options, spacing }) : null,
    shares:
      k > 0 && all.sum > 0 && all.least >= 0
        ? compareShares(engine, map, segments, { mass: all.sum, inside: k })
        : null,
    tree: options.instances && hasArea(options) ? treeOf(engine, map, group, domain, options) : null,
    calibration: options.kind === "probability" ? calibrate(engine, map, segments, options.calibrationBins) : null,
  };
  return {
    ...scoreMap(facts),
    chance: chanceOf(facts),
    curve: curveOf(ranks, k, n),
    ...(facts.tree && { instance_curve: instanceCurveOf(facts.tree) }),
    ...(options.detection &&
      detectLesions(engine, map, group, {
        options: { ...options, voxelVolume },
        spacing,
        domain,
        largest: all.largest,
      })),
    ...(facts.calibration && { reliability: facts.calibration.bins.map(reliabilityOf) }),
  };
}

/** How components match instances at every value above 0. */
function treeOf(
  engine: MapEngine,
  map: SignedMap,
  group: ReferenceGroup,
  domain: RunVolume | null,
  { connectivity, threshold, curvePoints }: GroupContext["options"],
): TreeOutcome {
  const mark = engine.arena.mark();
  // Every value above 0 is at least the smallest number above 0.
  const above = thresholdRuns(engine, map, domain, Number.MIN_VALUE);
  const list = within(engine, group.list, domain);
  const { voxels } = measureLabels(engine, list, group.count);
  const reference = { list, voxels };
  const request = { connectivity, reference, threshold, curvePoints, keepSteps: false };
  const { areas, best, last, curve } = growTree(engine, map, above, request);
  engine.arena.release(mark);
  return { areas, best, last, curve, instances: voxels.filter((count) => count > 0).length };
}

/** Where the voxels of the largest value lie. */
function point(
  engine: MapEngine,
  map: SignedMap,
  {
    segments,
    group,
    domain,
    ranks,
    options,
    spacing,
  }: Pick<GroupContext, "options" | "spacing"> & {
    readonly segments: Segments;
    readonly group: ReferenceGroup;
    readonly domain: RunVolume | null;
    readonly ranks: RankOutcome;
  },
): PointedVoxels {
  const reference = asForeground(engine, within(engine, group.list, domain));
  return pointAt(engine, map, segments, reference, {
    value: ranks.top.value,
    expected: ranks.top.voxels,
    tolerance: options.pointingTolerance,
    spacing: tripleOf([...spacing, 1]),
  });
}

function reliabilityOf({ voxels, sum, inside }: { voxels: number; sum: number; inside: number }): ReliabilityBin {
  return [voxels, sum / voxels, inside / voxels];
}
