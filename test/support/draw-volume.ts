import type { EvaluateInputs } from "../../src/evaluation/open-inputs.js";
import type { ArrayVolume } from "../../src/io/array-source.js";

/** A 2D volume from rows of digits and letters, one character a voxel: `.` is background, `a` is label 10. */
export function drawVolume(rows: readonly string[], spacing: readonly number[] = [1, 1]): ArrayVolume {
  const labels = rows.flatMap((row) => Array.from(row, (voxel) => (voxel === "." ? 0 : Number.parseInt(voxel, 36))));
  return { data: Uint8Array.from(labels), shape: [rows[0].length, rows.length], spacing };
}

/** A case whose two volumes are drawn. */
export function drawCase(reference: readonly string[], prediction: readonly string[]): EvaluateInputs {
  return { reference: drawVolume(reference), prediction: drawVolume(prediction) };
}
