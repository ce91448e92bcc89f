import { labelComponents } from "./label-components.js";
import { at, eachVoxel, type PlainVolume } from "./label-volume.js";

type Numbers = readonly [number, number, number];

/**
 * Component numbers of a volume that was labelled block by block. Neighbours of one label in two blocks take the lower of their
 * numbers, again and again until nothing changes; numbers then follow the first voxels.
 */
export function mergeBlocks(volume: PlainVolume, block: Numbers, connectivity: number): number[] {
  const numbers = labelBlocks(volume, block, connectivity);
  const axes = connectivity === 26 ? 3 : connectivity === 18 ? 2 : 1;
  let isChanged = true;
  while (isChanged) {
    isChanged = false;
    eachVoxel(volume, (x, y, z, label) => {
      const i = at(volume, x, y, z);
      for (const j of neighbours(volume, [x, y, z], axes)) {
        if (label === 0 || volume.labels[j] !== label || numbers[i] === numbers[j]) continue;
        const [low, high] = [Math.min(numbers[i], numbers[j]), Math.max(numbers[i], numbers[j])];
        for (const [k, number] of numbers.entries()) if (number === high) numbers[k] = low;
        isChanged = true;
      }
    });
  }
  const order = [...new Set(numbers)].filter((number) => number !== 0);
  return numbers.map((number) => order.indexOf(number) + 1);
}

/** Components of each block by itself, with numbers that no other block has. */
function labelBlocks(volume: PlainVolume, block: Numbers, connectivity: number): number[] {
  const [nx, ny, nz] = volume.shape;
  const numbers = volume.labels.map(() => 0);
  let used = 0;
  for (let z = 0; z < nz; z += block[2]) {
    for (let y = 0; y < ny; y += block[1]) {
      for (let x = 0; x < nx; x += block[0]) {
        const shape = [Math.min(block[0], nx - x), Math.min(block[1], ny - y), Math.min(block[2], nz - z)] as const;
        const places: number[] = [];
        eachVoxel({ shape, labels: [] }, (u, v, w) => places.push(at(volume, x + u, y + v, z + w)));
        const found = labelComponents({ shape, labels: places.map((i) => volume.labels[i]) }, connectivity);
        for (const [k, i] of places.entries()) if (found[k] > 0) numbers[i] = used + found[k];
        used += places.length;
      }
    }
  }
  return numbers;
}

function neighbours(volume: PlainVolume, [x, y, z]: Numbers, axes: number): number[] {
  const found: number[] = [];
  eachVoxel({ shape: [3, 3, 3], labels: [] }, (u, v, w) => {
    const moved = [u - 1, v - 1, w - 1];
    const to: Numbers = [x + moved[0], y + moved[1], z + moved[2]];
    const isInside = to.every((place, axis) => place >= 0 && place < volume.shape[axis]);
    const steps = moved.filter((step) => step !== 0).length;
    if (isInside && steps >= 1 && steps <= axes) found.push(at(volume, ...to));
  });
  return found;
}
