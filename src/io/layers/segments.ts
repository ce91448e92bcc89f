import { VoxmatchError } from "../../../base/errors.js";
import type { FileChoices } from "../voxel-source.js";
import type { Pick } from "./pick.js";

/** A segment as a file names it. */
export interface Segment {
  readonly name: string;
  /** The number of its voxels in its layer. */
  readonly value: number;
  readonly layer: number;
}

/**
 * Selection in a file of segments: a segment, a layer, or everything if there is only one layer.
 * @throws VoxmatchError `INVALID_OPTION` for a segment or layer that the file lacks, `INVALID_VOLUME` if none of several layers
 *   is named
 */
export function pickOf(
  segments: readonly Segment[],
  layers: number,
  { segment, layer, absentSegment = "refuse" }: FileChoices,
  label: string,
): Pick {
  if (segment !== undefined) {
    const found = segments.find(({ name }) => name === segment);
    if (found !== undefined) return { layers, layer: found.layer, value: found.value };
    // A number that no voxel equals.
    if (absentSegment === "empty") return { layers, layer: 0, value: Number.NaN };
    throw new VoxmatchError("INVALID_OPTION", `${label} has no segment "${segment}". ${listed(segments)}`, {
      option: "segment",
      value: segment,
      segments: segments.map(({ name }) => name),
    });
  }
  if (layer !== undefined) {
    if (Number.isInteger(layer) && layer >= 0 && layer < layers) return { layers, layer, value: null };
    throw new VoxmatchError(
      "INVALID_OPTION",
      `${label} has ${layers} layers, numbered from 0 on, and no layer ${layer}.`,
      {
        option: "layer",
        value: layer,
        layers,
      },
    );
  }
  if (layers === 1) return { layers, layer: 0, value: null };
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${label} holds ${layers} layers, so that its segments may overlap: a voxel has one label only. Evaluate one segment at a time ` +
      `(option segment), or one layer (option layer). ${listed(segments)}`,
    { source: label, layers, segments: segments.map(({ name }) => name) },
  );
}

function listed(segments: readonly Segment[]): string {
  if (segments.length === 0) return "It names no segments.";
  return `Its segments are ${segments.map(({ name }) => `"${name}"`).join(", ")}.`;
}
