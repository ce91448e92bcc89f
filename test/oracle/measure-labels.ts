import { at, eachVoxel, type PlainVolume } from "./label-volume.js";

export interface PlainMeasure {
  voxels: number;
  sum: [number, number, number];
  first: [number, number, number];
  last: [number, number, number];
  firstVoxel: number;
}

/** Count, coordinate sums, box and first voxel of each label, voxel by voxel. */
export function measureLabels(volume: PlainVolume): Map<number, PlainMeasure> {
  const measures = new Map<number, PlainMeasure>();
  eachVoxel(volume, (x, y, z, label) => {
    if (label === 0) return;
    const voxel = [x, y, z];
    let measure = measures.get(label);
    if (measure === undefined) {
      measure = { voxels: 0, sum: [0, 0, 0], first: [x, y, z], last: [x, y, z], firstVoxel: at(volume, x, y, z) };
      measures.set(label, measure);
    }
    measure.voxels++;
    for (let axis = 0; axis < 3; axis++) {
      measure.sum[axis] += voxel[axis];
      measure.first[axis] = Math.min(measure.first[axis], voxel[axis]);
      measure.last[axis] = Math.max(measure.last[axis], voxel[axis]);
    }
  });
  return measures;
}
