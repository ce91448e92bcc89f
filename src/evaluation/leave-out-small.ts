import type { VolumeOptions } from "../options/bind-to-volume.js";
import type { DroppedInstances } from "../overlap/drop-small.js";
import type { OverlapTable } from "../overlap/overlap-table.js";

/** A table without the instances that are too small to count, and which those were; undefined where none is too small. */
export interface SizedTable {
  readonly table: OverlapTable;
  readonly dropped: DroppedInstances | undefined;
}

export async function leaveOutSmall(
  table: OverlapTable,
  { minVoxels: voxels, minVolume: volume }: Pick<VolumeOptions, "minVoxels" | "minVolume">,
): Promise<SizedTable> {
  if (voxels <= 0 && volume <= 0) return { table, dropped: undefined };
  const { dropSmall } = await import("../overlap/drop-small.js");
  return dropSmall(table, { voxels, volume });
}
