/** Counts, coordinate sums, boxes and first voxels in plain TypeScript, the twin of `assembly/components/measure-labels.ts`. */
import type { Shape } from "../data.js";
import type { TwinRuns } from "./run-list.js";

export interface TwinMeasures {
  readonly voxels: Float64Array;
  readonly sums: Float64Array;
  readonly boxes: Uint32Array;
  readonly firstVoxels: Float64Array;
}

export function measureLabelsTwin(
  { starts, ends, labels, offsets }: TwinRuns,
  [nx, ny, nz]: Shape,
  count: number,
): TwinMeasures {
  const voxels = new Float64Array(count);
  const sums = new Float64Array(3 * count);
  const boxes = new Uint32Array(6 * count);
  const firstVoxels = new Float64Array(count);
  for (let z = 0, row = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++, row++) {
      for (let i = offsets[row]; i < offsets[row + 1]; i++) {
        const label = labels[i] - 1;
        const start = starts[i];
        const last = ends[i] - 1;
        const length = last - start + 1;
        const box = 6 * label;
        if (voxels[label] === 0) {
          firstVoxels[label] = row * nx + start;
          boxes[box] = start;
          boxes[box + 1] = last;
          boxes[box + 2] = y;
          boxes[box + 3] = y;
          boxes[box + 4] = z;
        } else {
          if (start < boxes[box]) boxes[box] = start;
          if (last > boxes[box + 1]) boxes[box + 1] = last;
          if (y < boxes[box + 2]) boxes[box + 2] = y;
          if (y > boxes[box + 3]) boxes[box + 3] = y;
        }
        boxes[box + 5] = z;
        voxels[label] += length;
        sums[3 * label] += length * 0.5 * (start + last);
        sums[3 * label + 1] += length * y;
        sums[3 * label + 2] += length * z;
      }
    }
  }
  return { voxels, sums, boxes, firstVoxels };
}
