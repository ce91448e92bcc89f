import type { JoinedQuads } from "../../bindings/components/block-union-find.js";
import { rowRunsOf } from "../../bindings/components/component-runs.js";
import { labelQuads, type QuadComponents } from "../../bindings/components/label-blocks.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { BitList } from "../../bindings/volumes/bit-volume.js";
import { rowCount } from "../../bindings/volumes/run-volume.js";
import type { LayerInstances } from "./label-instances.js";
import type { Layer } from "./label-passes.js";

/** A volume with one label, and its quads if they are joined already. */
export interface QuadSource {
  readonly volume: BitList;
  readonly joined: JoinedQuads | null;
}

/** The components of volumes with one label each as a layer's instances, joined where corners touch. */
export function labelBits(engine: Engine, volumes: readonly QuadSource[], layer: Layer): readonly LayerInstances[] {
  const sides = volumes.map((source) => ({ ...source, code: layer.codeOfLabel.get(source.volume.label) }));
  const wanted = sides.filter(({ code }) => code !== undefined);
  const found = labelQuads(
    engine,
    wanted.map(({ volume }) => volume),
    wanted.map(({ joined }) => joined),
  );
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
