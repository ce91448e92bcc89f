import { countOverlap } from "../../../bindings/components/count-overlap.js";
import { indexLabels, listLabels, relabelRuns, setCodes } from "../../../bindings/components/label-index.js";
import { measureLabels } from "../../../bindings/components/measure-labels.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import type { SignedMap } from "../../../bindings/maps/map-volume.js";
import { type CodeMeasures, measureSegments } from "../../../bindings/maps/measure-segments.js";
import { listSegments } from "../../../bindings/maps/segments.js";
import { copyRunVolume, type RunVolume } from "../../../bindings/volumes/run-volume.js";
import { asForeground, within } from "../read/domain.js";
import { voxelAt } from "../read/voxel-at.js";
import { joinMoments } from "../scores/moments.js";
import type { RegionNames } from "./region-names.js";

/** A map in one region of an atlas. */
export interface RegionRow {
  readonly label: number;
  /** The number of the label if it has no name; `outside` for 0. */
  readonly name: string;
  readonly voxels: number;
  /** mm³ (mm² in 2D) */
  readonly volume: number;
  readonly sum: number;
  /** Of the map's sum; NaN where some values are below 0 and some are above, or all are 0. */
  readonly share: number;
  readonly mean: number;
  /** With divisor n. */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  /** The first voxel of the largest value: x, y, z; null in a region without voxels. */
  readonly max_voxel: readonly number[] | null;
  /** The share of the sum over the share of the voxels; 1 is chance. */
  readonly enrichment: number;
  /** Place by mean and by share, 1 being the largest; regions without voxels and label 0 have none. */
  readonly rank_mean?: number;
  readonly rank_share?: number;
  /** Voxels of the reference in the region, where there is one. */
  readonly reference_voxels?: number;
  /** Further columns of the file of names. */
  readonly others?: Readonly<Record<string, string>>;
}

/** The regions of an atlas, and findings about their names. */
export interface RegionTable {
  readonly regions: readonly RegionRow[];
  /** Labels that have a name and that the atlas does not hold. */
  readonly absent: readonly { readonly label: number; readonly name: string }[];
  readonly notes: readonly string[];
}

interface RegionContext {
  readonly names: RegionNames | null;
  readonly domain: RunVolume | null;
  /** All labelled 1. */
  readonly foreground: RunVolume | null;
  readonly voxelVolume: number;
}

/** Measures a map in every region of an atlas. No voxel of the domain is NaN. */
export function regionTable(
  engine: MapEngine,
  map: SignedMap,
  atlas: RunVolume,
  { names, domain, foreground, voxelVolume }: RegionContext,
): RegionTable {
  const index = indexLabels(engine, atlas);
  const labels = [...listLabels(engine, index)];
  const copy = copyRunVolume(engine, atlas);
  setCodes(engine, index, (label) => labels.indexOf(label) + 1);
  const coded = relabelRuns(engine, copy, index);
  const codes = measureSegments(engine, map, listSegments(engine, coded, domain, labels.length + 1));
  const total = joinMoments(codes);
  const hasShares = total.sum !== 0 && total.least >= 0;
  const shared = foreground && sharedVoxels(engine, coded, within(engine, foreground, domain));
  const rows = [0, ...labels].map((label, code): RegionRow => {
    const row = rowOf(codes[code], map);
    const share = hasShares ? row.sum / total.sum : Number.NaN;
    const others = names?.get(label)?.others;
    return {
      label,
      name: names?.get(label)?.name ?? (label === 0 ? "outside" : String(label)),
      ...row,
      volume: row.voxels * voxelVolume,
      share,
      enrichment: share / (row.voxels / total.voxels),
      ...(shared !== null && { reference_voxels: shared(code) }),
      ...(others !== undefined && { others }),
    };
  });
  return { regions: ranked(rows), ...remarks(labels, names) };
}

function rowOf(measures: CodeMeasures, { volume }: SignedMap) {
  const { voxels, sum, deviation, least, largest } = joinMoments([measures]);
  const isEmpty = voxels === 0;
  return {
    voxels,
    sum,
    mean: sum / voxels,
    sd: deviation,
    min: isEmpty ? Number.NaN : least,
    max: isEmpty ? Number.NaN : largest,
    max_voxel: isEmpty ? null : voxelAt(measures.largestVoxel, volume.shape),
  };
}

/** How many voxels of the reference lie in each region, by code. */
function sharedVoxels(engine: MapEngine, coded: RunVolume, foreground: RunVolume): (code: number) => number {
  const reference = asForeground(engine, foreground);
  const counts = new Map<number, number>();
  const list = countOverlap(engine, coded, reference);
  list.reference.forEach((code, i) => {
    counts.set(code, list.voxels[i]);
  });
  const inRegions = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [all = 0] = measureLabels(engine, reference, 1).voxels;
  return (code) => (code === 0 ? all - inRegions : (counts.get(code) ?? 0));
}

/** Ranks among the labels other than 0: the largest first, of equal ones the smaller label. */
function ranked(rows: readonly RegionRow[]): RegionRow[] {
  const places = (key: "mean" | "share") => {
    const held = rows.filter((row) => row.label !== 0 && !Number.isNaN(row[key]));
    const ordered = held.sort((a, b) => b[key] - a[key] || a.label - b.label);
    return new Map(ordered.map((row, i) => [row.label, i + 1]));
  };
  const [byMean, byShare] = [places("mean"), places("share")];
  return rows.map((row) => {
    if (row.label === 0) return row;
    return { ...row, rank_mean: byMean.get(row.label) ?? Number.NaN, rank_share: byShare.get(row.label) ?? Number.NaN };
  });
}

function remarks(labels: readonly number[], names: RegionNames | null): Pick<RegionTable, "absent" | "notes"> {
  if (names === null) return { absent: [], notes: [] };
  const held = new Set(labels);
  const unnamed = labels.filter((label) => !names.has(label));
  const absent = [...names.values()].filter(({ label }) => label !== 0 && !held.has(label));
  return {
    absent: absent.map(({ label, name }) => ({ label, name })),
    notes:
      unnamed.length === 0
        ? []
        : [
            `${unnamed.length} labels of the atlas have no name and are called by their numbers: ${unnamed.join(", ")}.`,
          ],
  };
}
