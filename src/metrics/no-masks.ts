import { VoxmatchError } from "../../base/errors.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { MaskSource } from "./mask-source.js";
import type { UnkeptMasks } from "./metric-request.js";

/** The source of masks whose voxels are not kept: counts say everything, or boxes are read again. */
export function noMasks(engine: Engine, reread?: UnkeptMasks["reread"]): MaskSource | UnkeptMasks {
  const refuse = (): never => {
    throw new VoxmatchError("INTERNAL", "Voxels were asked for that are gone. This is a defect of voxmatch.");
  };
  return {
    engine,
    get reference() {
      return refuse();
    },
    get prediction() {
      return refuse();
    },
    known: new Map(),
    ...(reread && { reread }),
  };
}
