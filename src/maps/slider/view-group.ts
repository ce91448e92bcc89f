import { measureLabels } from "../../../bindings/components/measure-labels.js";
import { growTree } from "../../../bindings/maps/component-tree.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import type { SignedMap } from "../../../bindings/maps/map-volume.js";
import { thresholdRuns } from "../../../bindings/maps/threshold-runs.js";
import { treeHistory } from "../../../bindings/maps/tree-history.js";
import type { RunVolume } from "../../../bindings/volumes/run-volume.js";
import { within } from "../read/domain.js";
import type { ReferenceGroup } from "../read/reference-groups.js";
import type { GroupContext } from "../score-group.js";
import { MapView } from "./map-view.js";
import { viewIndex } from "./view-index.js";

/** Makes a map ready to answer for any threshold from candidateThreshold (else from 0) on. */
export function viewGroup(
  engine: MapEngine,
  map: SignedMap,
  group: ReferenceGroup,
  domain: RunVolume | null,
  { connectivity, threshold, candidateThreshold }: GroupContext["options"],
): MapView {
  const mark = engine.arena.mark();
  // Every value above 0 is at least the smallest number above 0.
  const lowest = typeof candidateThreshold === "number" ? candidateThreshold : Number.MIN_VALUE;
  const above = thresholdRuns(engine, map, domain, lowest);
  const list = within(engine, group.list, domain);
  const { voxels } = measureLabels(engine, list, group.count);
  const request = { connectivity, reference: { list, voxels }, threshold, curvePoints: 0, keepSteps: true };
  const history = treeHistory(engine, map, growTree(engine, map, above, request), list);
  engine.arena.release(mark);
  const held = voxels.filter((count) => count > 0);
  const k = held.reduce((sum, count) => sum + count, 0);
  return new MapView(viewIndex(history), { shape: map.volume.shape, k, instances: held.length, lowest });
}
