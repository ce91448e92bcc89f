import { subtractRuns } from "../../bindings/components/combine-runs.js";
import { indexLabels, listLabels } from "../../bindings/components/label-index.js";
import { QuadsAhead } from "../../bindings/components/quads-ahead.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { fitsBits } from "../../bindings/read/bit-writer.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";
import { threadsOf } from "../../bindings/threads/job.js";
import { toRuns } from "../../bindings/volumes/arena-volume.js";
import type { BitList } from "../../bindings/volumes/bit-volume.js";
import { copyRunList, type RunList, type Triple } from "../../bindings/volumes/run-volume.js";
import type { SettledOptions } from "../options/settle.js";
import { labelBits, type QuadSource } from "./label-bits.js";
import { type LayerInstances, labelInstances } from "./label-instances.js";
import type { Layer } from "./label-passes.js";

/** Both volumes of a case, of which layer after layer is labelled. */
export interface InstanceSource {
  /** All labels of either volume, rising. */
  readonly labels: readonly number[];
  /** The instances of both sides. `isLast`: what the volumes hold is not needed afterwards, and may be overwritten. */
  readonly label: (layer: Layer, isLast: boolean) => readonly LayerInstances[];
}

/**
 * Labels bits where they do, and runs otherwise. What is joined already is overwritten.
 * @param ahead the components of the first volume, if another thread looks for them already
 */
export function instanceSource(
  engine: Engine,
  volumes: readonly ScannedVoxels[],
  options: SettledOptions,
  ahead: QuadsAhead | null = null,
): InstanceSource {
  const bits = volumes.flatMap(({ voxels, joined }) => ("bits" in voxels ? [{ volume: voxels, joined }] : []));
  const isServed =
    bits.length === volumes.length && joinsQuads(options) && bits.every(({ volume }) => hasNoIgnored(volume, options));
  const isOneLabel = isServed && bits.every(({ volume }) => volume.label === bits[0].volume.label);
  if (!isOneLabel) ahead?.abandon();
  if (isServed) return bitSource(engine, bits, isOneLabel ? ahead : null);
  return runSource(
    engine,
    volumes.map(({ voxels }) => toRuns(engine, voxels)),
    options,
  );
}

/**
 * Room to join the quads of the first volume ahead, where there is one other thread that would wait while the volumes are brought
 * into the arena: on two threads 0.6 of one thread's time for 0.7. More threads are of more use to packing.
 */
export function labelAhead(engine: Engine, shape: Triple, options: SettledOptions): QuadsAhead | null {
  return threadsOf(engine) === 2 && fitsBits(shape) && joinsQuads(options) ? new QuadsAhead(engine, shape) : null;
}

/** True if all instances are components that join at corners, of a single label each: then quads do, if there are bits. */
export function joinsQuads({ input, groups, connectivity }: SettledOptions): boolean {
  const isPlain =
    groups === null ||
    groups === "each" ||
    Object.values(groups).every(({ single, parts }) => !single && !parts.length);
  return input === "semantic" && isPlain && (connectivity === 26 || connectivity === 8);
}

function hasNoIgnored({ label }: BitList, options: SettledOptions): boolean {
  return label === 0 || label !== voidLabel(options);
}

/** The label that stands for voxels which are not judged; null if there is none. */
function voidLabel({ ignoreLabel }: SettledOptions): number | null {
  // A negative one was read as 2³² more.
  return ignoreLabel === null ? null : ignoreLabel >>> 0;
}

function bitSource(engine: Engine, volumes: readonly QuadSource[], ahead: QuadsAhead | null): InstanceSource {
  const labels = [...new Set(volumes.map(({ volume }) => volume.label))].filter((label) => label !== 0);
  let unused = ahead;
  return {
    labels: labels.sort((a, b) => a - b),
    label: (layer) => {
      const instances = labelBits(engine, volumes, layer, unused);
      // Numbers were written over it.
      unused = null;
      return instances;
    },
  };
}

function runSource(engine: Engine, volumes: readonly RunList[], options: SettledOptions): InstanceSource {
  const lists = withoutIgnored(engine, volumes, voidLabel(options));
  const indexes = lists.map((list) => indexLabels(engine, list));
  return {
    labels: [...new Set(indexes.flatMap((index) => [...listLabels(engine, index)]))].sort((a, b) => a - b),
    label: (layer, isLast) => {
      // Labels are replaced in place, so whoever needs the runs again works on a copy.
      const own = isLast ? lists : lists.map((list) => copyRunList(engine, list));
      return labelInstances(engine, own, indexes, layer, options.connectivity);
    },
  };
}

/**
 * Both volumes without the voxels that carry the ignored label in the reference; where only the prediction has it, it is
 * no instance either.
 */
function withoutIgnored(engine: Engine, volumes: readonly RunList[], label: number | null): readonly RunList[] {
  if (label === null) return volumes;
  const [reference, prediction] = volumes;
  return [
    subtractRuns(engine, reference, reference, label),
    subtractRuns(engine, subtractRuns(engine, prediction, prediction, label), reference, label),
  ];
}
