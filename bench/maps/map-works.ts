/** The parts of scoring a map that are measured. */
import { labelComponents } from "../../bindings/components/label-components.js";
import { measureLabels } from "../../bindings/components/measure-labels.js";
import { calibrate } from "../../bindings/maps/calibrate.js";
import { growTree, type TreeRequest } from "../../bindings/maps/component-tree.js";
import type { MapEngine } from "../../bindings/maps/map-engine.js";
import { type SignedMap, voxelCount } from "../../bindings/maps/map-volume.js";
import { measureSegments } from "../../bindings/maps/measure-segments.js";
import type { RankRequest } from "../../bindings/maps/rank-request.js";
import { type RankOutcome, rankVoxels } from "../../bindings/maps/rank-voxels.js";
import type { Segments } from "../../bindings/maps/segments.js";
import { thresholdRuns } from "../../bindings/maps/threshold-runs.js";
import type { RunVolume } from "../../bindings/volumes/run-volume.js";
import { regionTable } from "../../src/maps/atlas/region-rows.js";
import { FLOOR } from "./map-design.js";

export const TOP_PERCENTS = [1, 2, 5, 10, 20] as const;

export interface MapWork {
  readonly signed: SignedMap;
  readonly segments: Segments;
  readonly runs: RunVolume;
  readonly atlas: RunVolume;
}

/** What is measured of a map; answers are left on the arena. */
export function worksOf(engine: MapEngine, { signed, segments, runs, atlas }: MapWork) {
  const sums = () => {
    const [rest, own] = measureSegments(engine, signed, segments);
    return { rest, own, calibration: calibrate(engine, signed, segments, 15) };
  };
  const context = { names: null, domain: null, foreground: null, voxelVolume: 1 };
  const table = () => regionTable(engine, signed, atlas, context);
  const [inside = 0] = measureLabels(engine, runs, 1).voxels;
  const voxels = voxelCount(signed.volume.shape);
  const rank = (kind: RankRequest["sums"]) =>
    rankVoxels(engine, signed, segments, {
      ...{
        inside,
        voxels,
        least: 0,
        thresholds: [],
        specificity: 0.9,
        sums: kind,
        curvePoints: kind === "areas" ? 256 : 0,
      },
      ranks: [inside, ...TOP_PERCENTS.map((percent) => Math.round((voxels * percent) / 100))].sort((a, b) => a - b),
    });
  const asked: TreeRequest = {
    ...{ connectivity: 26, threshold: 0.5, curvePoints: 256, keepSteps: false },
    reference: { list: runs, voxels: [inside] },
  };
  const tree = (least: number) => growTree(engine, signed, thresholdRuns(engine, signed, null, least), asked);
  const label = () => labelComponents(engine, thresholdRuns(engine, signed, null, FLOOR), 26).classes.length;
  const auroc = ({ pairs }: Pick<RankOutcome, "pairs">) => pairs / (2 * inside * (voxels - inside));
  return { sums, table, rank, auroc, tree, label };
}
