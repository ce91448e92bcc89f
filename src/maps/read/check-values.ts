import { VoxmatchError } from "../../../base/errors.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { type MapVolume, type SignedMap, signMap, zeroMissing } from "../../../bindings/maps/map-volume.js";
import { type CodeMeasures, measureSegments } from "../../../bindings/maps/measure-segments.js";
import { listSegments } from "../../../bindings/maps/segments.js";
import { thresholdRuns } from "../../../bindings/maps/threshold-runs.js";
import { type RunVolume, tripleOf } from "../../../bindings/volumes/run-volume.js";
import type { ResolvedMapOptions } from "../options/types.js";
import type { DomainResult } from "../results/map-result.js";
import { refuseImprobable } from "./refuse-improbable.js";
import { voxelAt } from "./voxel-at.js";

/** A map whose values can be scored, and the voxels that count. */
export interface CheckedValues {
  readonly map: SignedMap;
  /** Null: all. No voxel of it is NaN. */
  readonly domain: RunVolume | null;
  readonly found: DomainResult;
  readonly notes: readonly string[];
  /** Measures of what lies outside of the reference, and in it; null where values are replaced or read otherwise. */
  readonly measures: readonly [CodeMeasures, CodeMeasures] | null;
}

export interface ValueContext {
  readonly options: ResolvedMapOptions;
  /** How messages name the map. */
  readonly label: string;
}

/** Prevalence below which the background dominates averages over all voxels. */
const RARE = 0.01;

/**
 * Looks once at every value of the domain: refuses infinite ones and probabilities outside [0, 1], and decides about NaN.
 * @param foreground the reference, all labelled 1
 * @throws VoxmatchError `INVALID_VOLUME`
 */
export function checkValues(
  engine: MapEngine,
  volume: MapVolume,
  foreground: RunVolume,
  domain: RunVolume | null,
  { options, label }: ValueContext,
): CheckedValues {
  const isProbability = options.kind === "probability";
  const signed = signMap(engine, volume, isProbability ? "signed" : options.sign);
  const mark = engine.arena.mark();
  const [rest, inside] = measureSegments(engine, signed, listSegments(engine, foreground, domain, 2));
  engine.arena.release(mark);
  refuseInfinite([rest, inside], volume, label);
  if (isProbability && Math.min(rest.least, inside.least) < 0) refuseImprobable(engine, signed, domain, label);
  if (isProbability && Math.max(rest.largest, inside.largest) > 1) refuseImprobable(engine, signed, domain, label);

  const missing = rest.missing + inside.missing;
  if (missing > 0 && options.nan === "refuse") {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} has ${missing} voxels that are not a number (NaN), ${inside.missing} of them in the reference. Leave them out with ` +
        'nan: "exclude", or count them as 0 with nan: "zero".',
      { missing, missingInReference: inside.missing },
    );
  }
  const kept = missing > 0 && options.nan === "zero" ? zeroMissing(engine, volume) : volume;
  const map =
    isProbability && options.sign === "signed" && kept === volume ? signed : signMap(engine, kept, options.sign);
  const counted = missing > 0 && options.nan === "exclude";
  const voxels = rest.voxels + inside.voxels + (counted ? 0 : missing);
  const held = inside.voxels + (counted ? 0 : inside.missing);
  return {
    map,
    domain: counted ? thresholdRuns(engine, map, domain, Number.NEGATIVE_INFINITY) : domain,
    found: {
      n_voxels: voxels,
      n_nan: missing,
      n_nan_reference: inside.missing,
      prevalence: held / voxels,
    },
    measures: kept === volume && (!isProbability || options.sign === "signed") ? [rest, inside] : null,
    notes: notesOf(inside.missing, held / voxels, domain, options),
  };
}

function notesOf(missing: number, prevalence: number, domain: RunVolume | null, options: ResolvedMapOptions): string[] {
  const notes: string[] = [];
  if (missing > 0) {
    const fate = options.nan === "zero" ? "count as 0" : "are left out";
    notes.push(`${missing} voxels of the reference are NaN in the map; they ${fate}.`);
  }
  if (options.kind === "probability" && prevalence > 0 && prevalence < RARE && domain === null) {
    notes.push(
      `Only ${(100 * prevalence).toPrecision(2)} % of the voxels are of the reference, and there is no mask: the background flatters ` +
        "brier and ece. Pass a mask of what matters.",
    );
  }
  return notes;
}

function refuseInfinite(codes: readonly CodeMeasures[], { shape }: MapVolume, label: string): void {
  const found = codes.filter(({ infinite }) => infinite > 0);
  if (found.length === 0) return;
  const count = found.reduce((sum, { infinite }) => sum + infinite, 0);
  const voxel = voxelAt(Math.min(...found.map(({ firstInfinite }) => firstInfinite)), tripleOf(shape));
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${label} has ${count} infinite ${count === 1 ? "voxel" : "voxels"}, the first at [${voxel}]. Sums and ranks need finite numbers: ` +
      "correct the map, or leave these voxels out with a mask.",
    { count, voxel },
  );
}
