import type { VolumeHeader } from "../../base/types.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import type { BlockPass, BlockResult } from "../blocks/block-result.js";
import { countedPass, emptyPass } from "../blocks/counted-pass.js";
import { refuseLeftOver, type Side, takeCensus } from "../instances/label-census.js";
import { type LabelPass, planLabelPasses } from "../instances/label-passes.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { thinAxes, type VolumeOptions } from "../options/bind-to-volume.js";
import { buildTables } from "../overlap/build-tables.js";
import type { GroupTable, LabelledCase } from "./label-groups.js";

/** The source of masks of a pass: its number, what it is, and what the blocks say of it. */
export type MasksOfPass = (pass: {
  readonly index: number;
  readonly pass: LabelPass;
  readonly found: BlockPass;
}) => MaskSource;

/**
 * The groups of a case whose volumes were labelled block by block; otherwise as `labelGroups`.
 * @param result of all blocks together
 * @throws VoxmatchError `INVALID_VOLUME` under `strictLabels`
 */
export function labelBlocks(
  { shape, spacing }: VolumeHeader,
  result: BlockResult,
  options: VolumeOptions,
  masksOf: MasksOfPass,
): LabelledCase {
  const { groups, touchingLabels } = options;
  const count = (side: Side) =>
    new Map(result.unassigned.flatMap((row) => (row.side === side ? [[row.label, row.voxels]] : [])));
  const census = takeCensus(groups, {
    labels: result.labels,
    count: () => [count("reference"), count("prediction")],
  });
  if (options.strictLabels) refuseLeftOver(census, groups);
  const plan = planLabelPasses(groups, options.input === "semantic", result.labels, touchingLabels === "merge");
  const [x, y, z] = thinAxes(shape, options);
  const dimensions = shape.length === 2 ? 2 : 3;
  const grid = { spacing: tripleOf([...spacing, 1]), dimensions, thin: [x, y, z] } as const;
  const gridVoxels = shape.reduce((product, size) => product * size, 1) - result.voidVoxels;
  const passes = plan.passes.map((pass, i): readonly GroupTable[] => {
    const found = result.passes[i] ?? emptyPass(pass.instances);
    const tables = buildTables(pass, countedPass(found, pass, groups), grid);
    const masks = masksOf({ index: i, pass, found });
    return Array.from(tables, ([index, table]) => ({ index, plan: plan.groups[index], table, gridVoxels, masks }));
  });
  return { census, passCount: passes.length, passes };
}
