import type { VolumeHeader } from "../../base/types.js";
import type { Rounding } from "../../bindings/read/label-tally.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";

/** Bytes that a file holds behind its voxels. */
export interface TrailingCount {
  readonly trailingBytes: number;
}

/** The voxels of a volume in the arena, with what there is to say of how they were read. */
export type LoadedVoxels = ScannedVoxels & TrailingCount;

/** Findings of loading that become notes. */
export type ReadingRemarks = Pick<LoadedVoxels, "rounding" | "trailingBytes">;

/** The header with notes, if there are any. */
export function withNotes(header: VolumeHeader, notes: readonly string[]): VolumeHeader {
  const { notes: _, ...rest } = header;
  return notes.length === 0 ? rest : { ...rest, notes };
}

/** Says how many stored numbers were rounded to labels, and by how much at most. */
export function roundingNote(label: string, { rounding }: { readonly rounding: Rounding | null }): readonly string[] {
  if (rounding === null) return [];
  const { voxels, farthest } = rounding;
  const subject = voxels === 1 ? "1 voxel was" : `${voxels} voxels were`;
  return [
    `${label}: ${subject} no whole numbers and rounded to the nearest label, by at most ${Number(farthest.toPrecision(3))}.`,
  ];
}

/** Says how many bytes behind the voxels were left out. */
export function trailingNote(label: string, { trailingBytes }: TrailingCount): readonly string[] {
  if (trailingBytes === 0) return [];
  return [`${label}: ${trailingBytes} bytes behind the voxels, which the header does not mention, were left out.`];
}
