import type { Connectivity } from "../../../bindings/components/label-components.js";
import { indexLabels, listLabels, relabelRuns, setCodes } from "../../../bindings/components/label-index.js";
import { measureLabels } from "../../../bindings/components/measure-labels.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { copyRunVolume, type RunVolume } from "../../../bindings/volumes/run-volume.js";
import type { TouchingLabels } from "../../instances/instance-options.js";
import type { Instances } from "../../instances/instances.js";
import { labelInstances } from "../../instances/label-instances.js";
import { type LabelPass, planLabelPasses } from "../../instances/label-passes.js";
import type { ResolvedMapOptions } from "../options/types.js";

/** The reference of one group: its instances, in the order of their first voxels or labels. */
export interface ReferenceGroup {
  readonly name: string;
  /** Runs of the instances 1 … count. */
  readonly list: RunVolume;
  readonly count: number;
  /** The label of the reference of each instance; 0 where several were merged. */
  readonly labels: readonly number[];
}

export interface ReferenceOptions extends Pick<ResolvedMapOptions, "input" | "groups" | "minVolume" | "minVoxels"> {
  readonly connectivity: Connectivity;
  readonly touchingLabels: TouchingLabels;
  /** mm³ (mm² in 2D) */
  readonly voxelVolume: number;
}

/** Labels the instances of each group of a reference, which stays as it is. */
export function referenceGroups(engine: MapEngine, reference: RunVolume, options: ReferenceOptions): ReferenceGroup[] {
  const index = indexLabels(engine, reference);
  const labels = [...listLabels(engine, index)];
  const plan = planLabelPasses(
    options.groups,
    options.input === "semantic",
    labels,
    options.touchingLabels === "merge",
  );
  const found = new Map<number, ReferenceGroup>();
  for (const pass of plan.passes) {
    const copy = copyRunVolume(engine, reference);
    const [instances] = labelInstances(engine, [copy], [index], pass, options.connectivity);
    for (const group of pass.groups) {
      found.set(group, groupOf(engine, instances, pass, group, plan.groups[group].name, options));
    }
  }
  return plan.groups.map(({ name }, group) => found.get(group) ?? emptyGroup(engine, reference, name));
}

/** The instances of one group of a pass that are large enough, numbered anew. */
function groupOf(
  engine: MapEngine,
  { runs, codes }: Pick<Instances, "runs" | "codes">,
  pass: LabelPass,
  group: number,
  name: string,
  { minVolume, minVoxels, voxelVolume }: ReferenceOptions,
): ReferenceGroup {
  const list = runs();
  const { voxels } = measureLabels(engine, list, codes.length);
  const kept: number[] = [];
  for (let i = 0; i < codes.length; i++) {
    const code = pass.codes[codes[i] - 1];
    const isLarge = voxels[i] > 0 && voxels[i] >= minVoxels && voxels[i] * voxelVolume >= minVolume;
    if (code?.group === group && isLarge) kept.push(i + 1);
  }
  const labels = kept.map((instance) => pass.codes[codes[instance - 1] - 1].label);
  if (kept.length === codes.length && pass.groups.length === 1) return { name, list, count: kept.length, labels };
  const numbers = new Map(kept.map((instance, i) => [instance, i + 1]));
  const copy = copyRunVolume(engine, list);
  const index = indexLabels(engine, copy);
  setCodes(engine, index, (instance) => numbers.get(instance) ?? 0);
  return { name, list: relabelRuns(engine, copy, index), count: kept.length, labels };
}

function emptyGroup(engine: MapEngine, reference: RunVolume, name: string): ReferenceGroup {
  const copy = copyRunVolume(engine, reference);
  const index = indexLabels(engine, copy);
  setCodes(engine, index, () => 0);
  return { name, list: relabelRuns(engine, copy, index), count: 0, labels: [] };
}
