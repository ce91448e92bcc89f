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

/** Decides what depends on the number of dimensions. */
export function bindToVolume(options: ResolvedOptions, dimensions: 2 | 3): VolumeOptions {
  const usual = presetOf(options.preset).byDimensions[dimensions];
  return {
    ...options,
    connectivity: connectivityFor(options.connectivity ?? usual.connectivity ?? "corners", dimensions),
    touchingLabels: options.touchingLabels ?? usual.touchingLabels ?? "separate",
  };
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
