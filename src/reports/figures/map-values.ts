import type { Sign } from "../../../bindings/maps/map-volume.js";

/** Numbers of a volume; values are `slope · data + intercept`. */
export interface DrawnNumbers {
  readonly data: ArrayLike<number>;
  readonly slope: number;
  readonly intercept: number;
}

/** A map, and how its scores see it. */
export interface DrawnMap extends DrawnNumbers {
  readonly sign: Sign;
  /** What values are divided by. */
  readonly scale: number;
}

/** The value that scores see, of each voxel. */
export function signedValue({ data, slope, intercept, sign, scale }: DrawnMap): (voxel: number) => number {
  const valueAt = (voxel: number) => (slope * data[voxel] + intercept) / scale;
  switch (sign) {
    case "positive":
      return (voxel) => Math.max(valueAt(voxel), 0);
    case "negative":
      return (voxel) => Math.max(-valueAt(voxel), 0);
    case "absolute":
      return (voxel) => Math.abs(valueAt(voxel));
    case "signed":
      return valueAt;
  }
}
