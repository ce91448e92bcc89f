import type { BitList } from "../../bindings/bit-list.js";
import { subtractRuns } from "../../bindings/combine-runs.js";
import { threadsOf } from "../../bindings/crew/job.js";
import type { Engine } from "../../bindings/engine.js";
import { indexLabels, listLabels } from "../../bindings/label-index.js";
import { fitsBits } from "../../bindings/pack-bits.js";
import { QuadsAhead } from "../../bindings/quads-ahead.js";
import { copyRunList, type RunList, type Triple } from "../../bindings/run-list.js";
import { toRuns, type VoxelList } from "../../bindings/voxel-list.js";
import type { SettledOptions } from "../options/settle.js";
import { labelBits } from "./label-bits.js";
import { type LayerInstances, labelInstances } from "./label-instances.js";
import type { Layer } from "./plan-layers.js";

/** Both volumes of a case, of which layer after layer is labelled. */
export interface InstanceSource {
  /** All labels of either volume, rising. */
  readonly labels: readonly number[];
  /** The instances of both sides. `isLast`: what the volumes hold is not needed afterwards, and may be overwritten. */
  readonly label: (layer: Layer, isLast: boolean) => readonly LayerInstances[];
}

/**
 * Labels bits where they do, and runs otherwise.
 * @param ahead the quads of the first volume, if they are joined ahead
 */
export function instanceSource(
  engine: Engine,
  volumes: readonly VoxelList[],
  options: SettledOptions,
  ahead: QuadsAhead | null = null,
): InstanceSource {
  const bits = volumes.filter((volume): volume is BitList => "bits" in volume);
  const isServed = bits.length === volumes.length && bitsDo(bits, options);
  const isOneLabel = isServed && bits.every(({ label }) => label === bits[0].label);
  if (!isOneLabel) ahead?.abandon();
  if (isServed) return bitSource(engine, bits, isOneLabel ? ahead : null);
  return runSource(
    engine,
    volumes.map((volume) => toRuns(engine, volume)),
    options,
  );
}

/**
 * Room to join the quads of the first volume ahead, where there is one other thread that would wait while the volumes are brought
 * into the arena: on two threads 0.6 of one thread's time for 0.7. More threads are of more use to packing.
 */
export function labelAhead(engine: Engine, shape: Triple, options: SettledOptions): QuadsAhead | null {
  return threadsOf(engine) === 2 && fitsBits(shape) && bitsDo([], options) ? new QuadsAhead(engine, shape) : null;
}

/** True if all instances are components that join at corners, of a single label each. */
function bitsDo(volumes: readonly BitList[], { input, groups, connectivity, ignoreLabel }: SettledOptions): boolean {
  const isPlain =
    groups === null ||
    groups === "each" ||
    Object.values(groups).every(({ single, parts }) => !single && !parts.length);
  const joinsAtCorners = connectivity === 26 || connectivity === 8;
  return (
    input === "semantic" &&
    isPlain &&
    joinsAtCorners &&
    volumes.every(({ label }) => label === 0 || label !== ignoreLabel)
  );
}

function bitSource(engine: Engine, volumes: readonly BitList[], ahead: QuadsAhead | null): InstanceSource {
  const labels = [...new Set(volumes.map(({ label }) => label))].filter((label) => label !== 0);
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
  const lists = withoutIgnored(engine, volumes, options.ignoreLabel);
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
