import { subtractRuns } from "../../bindings/components/combine-runs.js";
import type { MapEngine } from "../../bindings/maps/map-engine.js";
import type { Stopwatch } from "../evaluation/stopwatch.js";
import { bindToVolume } from "../options/bind-to-volume.js";
import { resolveOptions } from "../options/resolve.js";
import type { RegionNames } from "./atlas/region-names.js";
import { regionTable } from "./atlas/region-rows.js";
import type { ResolvedMapOptions } from "./options/types.js";
import { checkValues } from "./read/check-values.js";
import { asForeground, domainRuns, emptyRuns } from "./read/domain.js";
import { loadInputs } from "./read/load-inputs.js";
import type { OpenedMapInputs } from "./read/map-inputs.js";
import { referenceGroups } from "./read/reference-groups.js";
import { describeInputs } from "./results/describe-inputs.js";
import type { MapGroupResult, MapResult } from "./results/map-result.js";
import { scoreGroup } from "./score-group.js";
import type { MapView } from "./slider/map-view.js";
import { viewGroup } from "./slider/view-group.js";

/** The part of a result that follows from a case's voxels. */
type ScoredCase = Pick<MapResult, "inputs" | "domain" | "groups" | "regions" | "absent" | "notes">;

/** Reads the inputs of a case and scores its map, group by group. */
export async function scoreCase(
  engine: MapEngine,
  inputs: OpenedMapInputs,
  {
    options,
    names,
    views,
  }: {
    readonly options: ResolvedMapOptions;
    readonly names: RegionNames | null;
    readonly views: Map<string, MapView> | null;
  },
  stages: Stopwatch,
  signal?: AbortSignal,
): Promise<ScoredCase> {
  const { shape, spacing } = inputs.map.header;
  const { map: volume, reference, mask, atlas, headers } = await loadInputs(engine, inputs, options);
  stages.lap("read");
  signal?.throwIfAborted();

  const labels = reference ?? emptyRuns(engine, volume.shape);
  const masked = domainRuns(engine, mask, labels, options.ignoreLabel);
  const foreground = asForeground(engine, labels, options.ignoreLabel);
  const checked = checkValues(engine, volume, foreground, masked, { options, label: inputs.map.label });
  const { map, domain, found } = checked;
  stages.lap("check");

  const settled = bindToVolume(
    resolveOptions({
      groups: undefined,
      ...(options.connectivity !== null && { connectivity: options.connectivity }),
      ...(options.touchingLabels !== null && { touchingLabels: options.touchingLabels }),
    }),
    shape,
  );
  const voxelVolume = spacing.reduce((product, length) => product * length, 1);
  const { ignoreLabel } = options;
  const kept = ignoreLabel === null ? labels : subtractRuns(engine, labels, labels, ignoreLabel);
  const { connectivity, touchingLabels } = settled;
  const rules = { ...options, connectivity, touchingLabels, voxelVolume };
  const groups = reference === null ? [] : referenceGroups(engine, kept, rules);
  const grid = { options: rules, spacing, voxelVolume, measures: checked.measures };
  const results: [string, MapGroupResult][] = [];
  for (const group of groups) {
    signal?.throwIfAborted();
    const mark = engine.arena.mark();
    results.push([group.name, scoreGroup(engine, map, group, domain, grid)]);
    views?.set(group.name, viewGroup(engine, map, group, domain, rules));
    engine.arena.release(mark);
  }
  stages.lap("score");
  const context = { names, domain, foreground: reference && foreground, voxelVolume };
  const table = atlas && regionTable(engine, map, atlas, context);
  if (table !== null) stages.lap("regions");
  return {
    inputs: describeInputs(headers),
    domain: reference === null ? { ...found, prevalence: Number.NaN } : found,
    groups: Object.fromEntries(results),
    ...(table && { regions: table.regions, absent: table.absent }),
    notes: [
      ...options.notes,
      ...headers.flatMap(([, { notes = [] }]) => notes),
      ...checked.notes,
      ...ratioNotes(results),
      ...(table?.notes ?? []),
    ],
  };
}

/** Under the preset quantus. */
function ratioNotes(groups: readonly (readonly [string, MapGroupResult])[]): string[] {
  const outside = groups.filter(([, { mass_ratio_signed: ratio }]) => Number(ratio) < 0 || Number(ratio) > 1);
  return outside.map(
    ([name, { mass_ratio_signed: ratio }]) =>
      `The mass_ratio_signed of ${name} is ${Number(ratio).toPrecision(3)}, outside [0, 1]: it is a ratio of sums of both signs, as Quantus ` +
      "has it, and no share.",
  );
}
