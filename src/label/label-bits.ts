import type { BitList } from "../../bindings/bit-list.js";
import type { Engine } from "../../bindings/engine.js";
import { labelBeside, labelQuads, type QuadComponents } from "../../bindings/label-quads.js";
import { rowRunsOf } from "../../bindings/quad-runs.js";
import type { QuadsAhead } from "../../bindings/quads-ahead.js";
import { rowCount } from "../../bindings/run-list.js";
import type { LayerInstances } from "./label-instances.js";
import type { Layer } from "./plan-layers.js";

/**
 * The components of volumes with one label each as a layer's instances, joined where corners touch.
 * @param ahead the quads of the first volume, if they are joined ahead
 */
export function labelBits(
  engine: Engine,
  volumes: readonly BitList[],
  layer: Layer,
  ahead: QuadsAhead | null,
): readonly LayerInstances[] {
  const sides = volumes.map((volume) => ({ volume, code: layer.codeOfLabel.get(volume.label) }));
  const wanted = sides.flatMap(({ volume, code }) => (code === undefined ? [] : [volume]));
  const [first, second] = wanted;
  if (second === undefined) ahead?.abandon();
  const found =
    ahead === null || second === undefined ? labelQuads(engine, wanted) : labelBeside(engine, ahead, [first, second]);
  let next = 0;
  return sides.map(({ volume, code }) =>
    code === undefined ? noInstances(engine, volume) : instancesOf(engine, found[next++], code),
  );
}

function instancesOf(engine: Engine, components: QuadComponents, code: number): LayerInstances {
  const runs = rowRunsOf(engine, components);
  return {
    get list() {
      return runs();
    },
    quads: components.list,
    measures: components.measures,
    codes: new Uint32Array(components.count).fill(code),
    parts: null,
  };
}

/** A volume none of whose voxels belongs to the layer. */
function noInstances({ arena }: Engine, { shape }: BitList): LayerInstances {
  const rowOffsets = arena.allocateZeroed(4 * (rowCount(shape) + 1));
  return {
    list: { runs: rowOffsets, rowOffsets, runCount: 0, shape },
    quads: null,
    measures: {
      voxels: new Float64Array(),
      sums: new Float64Array(),
      boxes: new Uint32Array(),
      firstVoxels: new Float64Array(),
    },
    codes: new Uint32Array(),
    parts: null,
  };
}
