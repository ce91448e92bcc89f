import type { BlockUnionFind } from "../../bindings/components/block-union-find.js";
import { rowRunsOf } from "../../bindings/components/component-runs.js";
import { type BlockComponents, labelBlocks } from "../../bindings/components/label-blocks.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { BitVolume } from "../../bindings/volumes/bit-volume.js";
import { rowCount } from "../../bindings/volumes/run-volume.js";
import type { Instances } from "./label-instances.js";
import type { LabelPass } from "./label-passes.js";

/** A volume with one label, and its blocks if they are joined already. */
export interface BlockSource {
  readonly volume: BitVolume;
  readonly joined: BlockUnionFind | null;
}

/** The components of volumes with one label each as a layer's instances, joined where corners touch. */
export function labelBits(engine: Engine, volumes: readonly BlockSource[], layer: LabelPass): readonly Instances[] {
  const sides = volumes.map((source) => ({ ...source, code: layer.codeOfLabel.get(source.volume.label) }));
  const wanted = sides.filter(({ code }) => code !== undefined);
  const found = labelBlocks(
    engine,
    wanted.map(({ volume }) => volume),
    wanted.map(({ joined }) => joined),
  );
  let next = 0;
  return sides.map(({ volume, code }) =>
    code === undefined ? noInstances(engine, volume) : instancesOf(engine, found[next++], code),
  );
}

function instancesOf(engine: Engine, components: BlockComponents, code: number): Instances {
  const runs = rowRunsOf(engine, components);
  return {
    get list() {
      return runs();
    },
    blocks: components.list,
    measures: components.measures,
    codes: new Uint32Array(components.count).fill(code),
    parts: null,
  };
}

/** A volume none of whose voxels belongs to the layer. */
function noInstances({ arena }: Engine, { shape }: BitVolume): Instances {
  const rowOffsets = arena.allocateZeroed(4 * (rowCount(shape) + 1));
  return {
    list: { runs: rowOffsets, rowOffsets, runCount: 0, shape },
    blocks: null,
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
