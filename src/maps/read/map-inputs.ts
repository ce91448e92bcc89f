import { VoxmatchError } from "../../../base/errors.js";
import type { MapEngine } from "../../../bindings/maps/map-engine.js";
import { refuseUnknown } from "../../options/suggest.js";
import type { ResolvedMapOptions } from "../options/types.js";
import { checkGrid } from "./check-grid.js";
import { type LabelInput, type OpenedLabels, openLabels } from "./open-labels.js";
import { type MapInput, type OpenedMap, openMapInput } from "./open-map.js";

/** A map, and the volumes that it is scored against. All lie on one grid. */
export interface MapInputs {
  readonly map: MapInput;
  /** Labels of what the map should find; with the option `referenceThreshold` a map itself. */
  readonly reference?: LabelInput | MapInput;
  /** Only voxels that it labels count. */
  readonly mask?: LabelInput;
  /** Regions in which the map is measured. */
  readonly atlas?: LabelInput;
  /** Other maps that are scored alike, for comparison: the scan itself, a random one, an edge filter. */
  readonly baselines?: readonly MapInput[];
  /** The text of a file that names the atlas's labels: FSL XML, FreeSurfer, Slicer, ITK-SNAP, TSV or CSV. */
  readonly atlasNames?: string;
}

/** The inputs of a case, opened. Absent ones are null. */
export interface OpenedMapInputs {
  readonly map: OpenedMap;
  readonly reference: OpenedLabels | null;
  /** A reference that is a map. */
  readonly referenceMap: OpenedMap | null;
  readonly mask: OpenedLabels | null;
  readonly atlas: OpenedLabels | null;
}

const NAMES = ["map", "reference", "mask", "atlas", "baselines", "atlasNames"] as const;

/**
 * Opens the inputs of a case, checks that they lie on one grid, and passes remarks on the grids to `work`. Closes them even if
 * `work` fails.
 * @param called what messages on grids call the map
 * @throws VoxmatchError `GEOMETRY_MISMATCH`, and what opening throws
 */
export async function withMapInputs<T>(
  engine: MapEngine,
  inputs: MapInputs,
  options: Pick<ResolvedMapOptions, "referenceThreshold" | "ignoreGeometry" | "geometryTolerance" | "scale">,
  work: (opened: OpenedMapInputs, notes: readonly string[]) => Promise<T>,
  called = "map",
): Promise<T> {
  checkNames(inputs);
  const { map, reference, mask, atlas } = inputs;
  const close: (() => Promise<void>)[] = [];
  const opening = async <Opened extends OpenedLabels | OpenedMap>(made: Promise<Opened>): Promise<Opened> => {
    const opened = await made;
    close.push(opened.close);
    return opened;
  };
  try {
    const isMap = reference !== undefined && options.referenceThreshold !== null;
    const opened = {
      map: await opening(openMapInput(engine, map, options.scale)),
      reference:
        reference && !isMap ? await opening(openLabels(engine, reference as LabelInput, "The reference")) : null,
      referenceMap: reference && isMap ? await opening(openMapInput(engine, reference as MapInput)) : null,
      atlas: atlas ? await opening(openLabels(engine, atlas, "The atlas")) : null,
      mask: mask ? await opening(openLabels(engine, mask, "The mask")) : null,
    };
    const notes = Object.entries(opened).flatMap(([name, other]) => {
      if (other === null || other === opened.map) return [];
      return checkGrid(name === "referenceMap" ? "reference" : name, other.header, opened.map.header, options, called);
    });
    return await work(opened, notes);
  } finally {
    await Promise.all(close.map((each) => each()));
  }
}

function checkNames(inputs: MapInputs): void {
  refuseUnknown("input", Object.keys(inputs), NAMES);
  if (inputs.map === undefined) {
    throw new VoxmatchError("INVALID_OPTION", "There is no map to score. Pass a file or an array as map.", {
      option: "map",
    });
  }
  if (inputs.reference === undefined && inputs.atlas === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "There is neither a reference nor an atlas to score the map against. Pass one of them (-r or --atlas on the command line).",
      { option: "reference" },
    );
  }
  if ((inputs.baselines?.length ?? 0) > 0 && inputs.reference === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "There are baselines, but no reference that they could be scored against. Pass it as reference (-r on the command line).",
      { option: "baselines" },
    );
  }
  if (inputs.atlasNames !== undefined && inputs.atlas === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "There are names of regions, but no atlas that has them. Pass it as atlas.",
      {
        option: "atlasNames",
      },
    );
  }
}
