import { evaluateOpened } from "../evaluate-map.js";
import type { MapWorkOptions } from "../map-work.js";
import type { MapOptions } from "../options/types.js";
import type { MapInputs } from "../read/map-inputs.js";
import type { MapResult } from "../results/map-result.js";
import type { MapView } from "./map-view.js";

/** A map that was scored, and that answers for any threshold. */
export interface OpenMap {
  readonly result: MapResult;
  /** By group of the reference. */
  readonly views: Readonly<Record<string, MapView>>;
}

/** `openMap` of `api.ts`. */
export async function openMap(
  inputs: MapInputs,
  options: MapOptions = {},
  work: MapWorkOptions = {},
): Promise<OpenMap> {
  const views = new Map<string, MapView>();
  const result = await evaluateOpened(inputs, options, work, views);
  return { result, views: Object.fromEntries(views) };
}
