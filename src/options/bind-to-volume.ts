import { VoxmatchError } from "../../base/errors.js";
import type { Connectivity } from "../../bindings/components/label-components.js";
import type { ConnectivityOption, TouchingLabels } from "../instances/instance-options.js";
import { presetOf } from "./presets.js";
import type { ResolvedOptions } from "./resolved-options.js";

/** The choices of an evaluation once the volumes are known: nothing is left open. */
export interface VolumeOptions extends ResolvedOptions {
  readonly connectivity: Connectivity;
  readonly touchingLabels: TouchingLabels;
}

/** How the volumes' grids are compared. */
export function geometryRule({ ignoreGeometry, geometryTolerance }: ResolvedOptions) {
  return { ignore: ignoreGeometry, tolerance: geometryTolerance };
}

const CONNECTIVITIES: Readonly<Record<2 | 3, readonly Connectivity[]>> = { 2: [4, 8], 3: [6, 18, 26] };

/** Decides what depends on the number of dimensions that count. */
export function bindToVolume(options: ResolvedOptions, shape: readonly number[]): VolumeOptions {
  const dimensions = thinAxes(shape, options).includes(true) ? 2 : 3;
  const usual = presetOf(options.preset).byDimensions[dimensions];
  const asked = options.connectivity ?? usual.connectivity ?? "corners";
  return {
    ...options,
    connectivity: connectivityFor(shape.length > dimensions ? (IN_A_SLICE.get(asked) ?? asked) : asked, dimensions),
    touchingLabels: options.touchingLabels ?? usual.touchingLabels ?? "separate",
  };
}

/** Connectivities of a volume, with their equivalents in a single slice. */
const IN_A_SLICE: ReadonlyMap<ConnectivityOption, Connectivity> = new Map([
  [6, 4],
  [18, 8],
  [26, 8],
]);

/** Whether each of three axes does not count as a dimension: one that the volume does not have, and one of a single voxel. */
export function thinAxes(shape: readonly number[], { preset }: Pick<ResolvedOptions, "preset">): boolean[] {
  const asStored = presetOf(preset).countsThinAxes === true;
  return [0, 1, 2].map((axis) => shape[axis] === undefined || (!asStored && shape[axis] === 1));
}

function connectivityFor(asked: ConnectivityOption, dimensions: 2 | 3): Connectivity {
  const allowed = CONNECTIVITIES[dimensions];
  if (asked === "faces") return allowed[0];
  if (asked === "corners") return allowed[allowed.length - 1];
  if (allowed.includes(asked)) return asked;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Option connectivity is ${asked}, but a ${dimensions}D volume has ${allowed.join(", ")}. ` +
      `"faces" and "corners" say ${allowed[0]} and ${allowed[allowed.length - 1]} without the number of dimensions.`,
    { option: "connectivity", value: asked, allowed },
  );
}
