import type { VolumeHeader } from "../../../base/types.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { type MapVolume, signMap } from "../../../bindings/maps/map-volume.js";
import { thresholdRuns } from "../../../bindings/maps/threshold-runs.js";
import type { RunVolume } from "../../../bindings/volumes/run-volume.js";
import type { ResolvedMapOptions } from "../options/types.js";
import type { OpenedMapInputs } from "./map-inputs.js";

/** The inputs of a case in an engine's arena. */
export interface LoadedMapInputs {
  readonly map: MapVolume;
  readonly reference: RunVolume | null;
  readonly mask: RunVolume | null;
  readonly atlas: RunVolume | null;
  /** The header of each volume, by its role. */
  readonly headers: readonly (readonly [name: string, header: VolumeHeader])[];
}

/** Brings the voxels of a case into the arena, one volume after the other. */
export async function loadInputs(
  engine: MapEngine,
  { map, reference, referenceMap, mask, atlas }: OpenedMapInputs,
  { referenceThreshold }: ResolvedMapOptions,
): Promise<LoadedMapInputs> {
  const headers: [string, VolumeHeader][] = [];
  const noted = <Loaded>(name: string, { loaded, header }: { loaded: Loaded; header: VolumeHeader }): Loaded => {
    headers.push([name, header]);
    return loaded;
  };
  const volume = noted("map", await map.load());
  let labels = reference && noted("reference", await reference.load());
  if (referenceMap !== null) {
    const signed = signMap(engine, noted("reference", await referenceMap.load()), "signed");
    labels = thresholdRuns(engine, signed, null, referenceThreshold ?? 0);
  }
  const kept = mask && noted("mask", await mask.load());
  const regions = atlas && noted("atlas", await atlas.load());
  return { map: volume, reference: labels, mask: kept, atlas: regions, headers };
}
