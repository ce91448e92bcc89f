import type { BlockUnionFind } from "../../bindings/components/block-union-find.js";
import { subtractRuns } from "../../bindings/components/combine-runs.js";
import { countLabels } from "../../bindings/components/count-labels.js";
import { indexLabels, listLabels } from "../../bindings/components/label-index.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";
import { type ArenaVolume, asRunVolume } from "../../bindings/volumes/arena-volume.js";
import type { BitVolume } from "../../bindings/volumes/bit-volume.js";
import { copyRunVolume, type RunVolume } from "../../bindings/volumes/run-volume.js";
import { cutVoid } from "./cut-void.js";
import type { InstanceOptions } from "./instance-options.js";
import type { Instances } from "./instances.js";
import { bitsOf, labelBits } from "./label-bits.js";
import { labelInstances } from "./label-instances.js";
import type { LabelPass } from "./label-passes.js";

/** Both volumes of a case, labelled pass after pass. */
export interface InstanceSource {
  /** All labels of either volume, rising. */
  readonly labels: readonly number[];
  /** Voxels of each of some labels, of both sides; labels without any are left out. */
  readonly count: (labels: ReadonlySet<number>) => readonly [Map<number, number>, Map<number, number>];
  /** The instances of both sides. `isLast`: what the volumes hold is not needed afterwards, and may be overwritten. */
  readonly label: (pass: LabelPass, isLast: boolean) => readonly Instances[];
  /** Voxels of the reference that are void. */
  readonly voidVoxels: number;
}

/** Labels bits where these suffice, and runs otherwise. Blocks that are united already are overwritten. */
export function instanceSource(
  engine: Engine,
  volumes: readonly ScannedVoxels[],
  options: InstanceOptions,
): InstanceSource {
  const bits = volumes.flatMap(({ voxels, united }) => ("bits" in voxels ? [united ?? voxels] : []));
  const isServed =
    bits.length === volumes.length && usesBlocks(options) && bits.every((each) => hasNoIgnored(bitsOf(each), options));
  if (isServed) return bitSource(engine, bits);
  return runSource(
    engine,
    volumes.map(({ voxels }) => asRunVolume(engine, voxels)),
    options,
  );
}

/** True if all instances are components that join at corners, of a single label each: then blocks do, if there are bits. */
export function usesBlocks({ input, groups, connectivity }: InstanceOptions): boolean {
  const isPlain =
    groups === null ||
    groups === "each" ||
    Object.values(groups).every(({ single, parts }) => !single && !parts.length);
  return input === "semantic" && isPlain && (connectivity === 26 || connectivity === 8);
}

function hasNoIgnored({ label }: BitVolume, options: InstanceOptions): boolean {
  return label === 0 || label !== voidLabel(options);
}

/** The label that stands for voxels which are not judged; null if there is none. */
function voidLabel({ ignoreLabel }: InstanceOptions): number | null {
  // A negative one was read as 2³² more.
  return ignoreLabel === null ? null : ignoreLabel >>> 0;
}

function bitSource(engine: Engine, sources: readonly (BitVolume | BlockUnionFind)[]): InstanceSource {
  const volumes = sources.map(bitsOf);
  const labels = [...new Set(volumes.map(({ label }) => label))].filter((label) => label !== 0);
  return {
    labels: labels.sort((a, b) => a - b),
    count: countBoth(engine, volumes),
    label: (pass) => labelBits(engine, sources, pass),
    voidVoxels: 0,
  };
}

function runSource(engine: Engine, volumes: readonly RunVolume[], options: InstanceOptions): InstanceSource {
  const ignored = voidLabel(options);
  const voidVoxels = ignored === null ? 0 : (countLabels(engine, volumes[0], new Set([ignored])).get(ignored) ?? 0);
  const lists = withoutVoid(engine, volumes, options);
  const indexes = lists.map((list) => indexLabels(engine, list));
  return {
    labels: unionOf(indexes.map((index) => listLabels(engine, index))),
    count: countBoth(engine, lists),
    label: (pass, isLast) => {
      // Labels are replaced in place: work on a copy if the runs are needed again.
      const own = isLast ? lists : lists.map((list) => copyRunVolume(engine, list));
      const [reference, prediction] = labelInstances(engine, own, indexes, pass, options.connectivity);
      if (ignored === null || options.ignoreRule === "cut") return [reference, prediction];
      return [reference, cutVoid(engine, prediction, volumes[0], ignored)];
    },
    voidVoxels,
  };
}

/** The numbers that are in any of the lists, rising. There may be a million. */
function unionOf(lists: readonly Uint32Array[]): number[] {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const list of lists) {
    all.set(list, end);
    end += list.length;
  }
  all.sort();
  return [...all.filter((number, i) => i === 0 || all[i - 1] !== number)];
}

function countBoth(engine: Engine, volumes: readonly ArenaVolume[]): InstanceSource["count"] {
  return (labels) => [countLabels(engine, volumes[0], labels), countLabels(engine, volumes[1], labels)];
}

/**
 * Both volumes without the label of void. Where void is cut out before instances are found, the prediction also loses what
 * lies in the reference's void.
 */
function withoutVoid(engine: Engine, volumes: readonly RunVolume[], options: InstanceOptions): readonly RunVolume[] {
  const label = voidLabel(options);
  if (label === null) return volumes;
  const [reference, prediction] = volumes;
  const own = subtractRuns(engine, prediction, prediction, label);
  return [
    subtractRuns(engine, reference, reference, label),
    options.ignoreRule === "cut" ? subtractRuns(engine, own, reference, label) : own,
  ];
}
