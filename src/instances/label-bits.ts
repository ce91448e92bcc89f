import type { BlockUnionFind } from "../../bindings/components/block-union-find.js";
import { rowRunsOf } from "../../bindings/components/component-runs.js";
import { labelBlocks } from "../../bindings/components/label-blocks.js";
import type { BlockComponents } from "../../bindings/components/measure-blocks.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { BitVolume } from "../../bindings/volumes/bit-volume.js";
import { rowCount } from "../../bindings/volumes/run-volume.js";
import { Instances } from "./instances.js";
import type { LabelPass } from "./label-passes.js";

/** The components, joined where corners touch, of volumes with one label each; their blocks may be united already. */
export function labelBits(
  engine: Engine,
  sources: readonly (BitVolume | BlockUnionFind)[],
  pass: LabelPass,
): readonly Instances[] {
  const sides = sources.map((source) => ({ source, code: pass.codeOfLabel.get(bitsOf(source).label) }));
  const wanted = sides.flatMap(({ source, code }) => (code === undefined ? [] : [source]));
  const found = labelBlocks(engine, wanted).values();
  return sides.map(({ source, code }) => {
    const components = code === undefined ? undefined : found.next().value;
    if (code === undefined || components === undefined) return noInstances(engine, bitsOf(source));
    return instancesOf(engine, components, code);
  });
}

/** The bits of a volume whose blocks may be united. */
export function bitsOf(source: BitVolume | BlockUnionFind): BitVolume {
  return "parents" in source ? source.list.volume : source;
}

function instancesOf(engine: Engine, components: BlockComponents, code: number): Instances {
  return new Instances(engine, {
    runs: rowRunsOf(engine, components),
    blocks: components.list,
    measures: components.measures,
    codes: new Uint32Array(components.count).fill(code),
    uncut: null,
    parts: null,
  });
}

/** The instances of a volume of which no voxel belongs to the pass. */
function noInstances(engine: Engine, { shape }: BitVolume): Instances {
  const rowOffsets = engine.arena.allocateZeroed(4 * (rowCount(shape) + 1));
  return new Instances(engine, {
    runs: () => ({ runs: rowOffsets, rowOffsets, runCount: 0, shape }),
    blocks: null,
    measures: {
      voxels: new Float64Array(),
      sums: new Float64Array(),
      boxes: new Uint32Array(),
      firstVoxels: new Float64Array(),
    },
    codes: new Uint32Array(),
    uncut: null,
    parts: null,
  });
}
