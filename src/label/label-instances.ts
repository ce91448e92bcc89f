import type { Engine } from "../../bindings/engine.js";
import { type Connectivity, labelComponents } from "../../bindings/label-components.js";
import { type LabelIndex, relabelRuns, setCodes } from "../../bindings/label-index.js";
import { type LabelMeasures, measureLabels } from "../../bindings/measure-labels.js";
import type { RunList } from "../../bindings/run-list.js";
import type { Layer } from "./plan-layers.js";

/** One side of a layer: runs that carry instance numbers 1 … count, and what is known of each instance. */
export interface LayerInstances {
  /** In the arena; the label of a run is the number of its instance. */
  readonly list: RunList;
  readonly measures: LabelMeasures;
  /** The code (see {@link Layer}) of instance `i + 1`. */
  readonly codes: Uint32Array;
}

/** Replaces, in place, the labels of the runs by instance numbers as the layer says. */
export function labelInstances(
  engine: Engine,
  list: RunList,
  index: LabelIndex,
  layer: Layer,
  connectivity: Connectivity,
): LayerInstances {
  setCodes(engine, index, (label) => layer.codeOfLabel.get(label) ?? 0);
  const coded = relabelRuns(engine, list, index);
  if (!layer.components) {
    const codes = Uint32Array.from(layer.codes, (_, i) => i + 1);
    return { list: coded, measures: measureLabels(engine, coded, codes.length), codes };
  }
  const components = labelComponents(engine, coded, connectivity);
  const count = components.classes.length;
  return { list: components, measures: measureLabels(engine, components, count), codes: components.classes };
}
