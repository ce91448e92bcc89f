import { VoxmatchError } from "../../../base/errors.js";
import type { VolumeHeader } from "../../../base/types.js";
import { VERSION } from "../../../base/version.js";
import type { BuildName } from "../../../bindings/engine/engine.js";
import { fallingOrder } from "../../../bindings/maps/falling-order.js";
import { type MapEngine, withMapKernels } from "../../../bindings/maps/map-engine.js";
import { type Sign, signMap, voxelCount, widenMap } from "../../../bindings/maps/map-volume.js";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { copyRunsOut, type RunVolume, tripleOf } from "../../../bindings/volumes/run-volume.js";
import { refuseUnknown } from "../../options/suggest.js";
import type { InputDescription } from "../../results/evaluation-result.js";
import { parseRegionNames } from "../atlas/region-names.js";
import { checkMapWork, type MapWorkOptions } from "../map-work.js";
import { resolveMapOptions } from "../options/resolve.js";
import { checkGrid } from "../read/check-grid.js";
import { checkValues } from "../read/check-values.js";
import { domainRuns, emptyRuns, wholeVolume } from "../read/domain.js";
import { type LabelInput, type OpenedLabels, openLabels } from "../read/open-labels.js";
import { type MapInput, type OpenedMap, openMapInput } from "../read/open-map.js";
import { describeInputs } from "../results/describe-inputs.js";
import { topCount } from "../scores/facts.js";
import { AGREEMENT_OPTIONS, type AgreementOptions } from "./agreement-options.js";
import { type ComparedMap, PAIR_KEYS, type PairScores, pairScores, scoredPart, sumOver } from "./pair-scores.js";
import { type RegionAgreement, regionAgreement } from "./region-agreement.js";

/** Maps of the same thing, on one grid. */
export interface AgreementInputs {
  /** Two or more. */
  readonly maps: readonly MapInput[];
  /** Only voxels that it labels count. */
  readonly mask?: LabelInput;
  /** Regions whose means are compared. */
  readonly atlas?: LabelInput;
  /** The text of a file that names the atlas's labels. */
  readonly atlasNames?: string;
}

/** How far repeated maps agree. */
export interface AgreementResult {
  readonly kind: "agreement";
  readonly engine: { readonly name: string; readonly version: string; readonly build: BuildName };
  readonly inputs: Readonly<Record<string, InputDescription>>;
  readonly options: Required<AgreementOptions>;
  readonly notes: readonly string[];
  /** Voxels that are numbers in all maps, and of the mask. */
  readonly domain: { readonly n_voxels: number };
  /** Every two maps, by their places from 0. */
  readonly pairs: readonly (PairScores & { readonly maps: readonly [number, number] })[];
  /** Over pairs; pairs without a value are left out, with a note. */
  readonly mean: PairScores;
  readonly regions?: readonly RegionAgreement[];
  readonly kendall_w?: number;
}

const INPUT_NAMES = ["maps", "mask", "atlas", "atlasNames"] as const;

/** `agreementOfMaps` of `api.ts`. */
export async function agreementOfMaps(
  inputs: AgreementInputs,
  options: AgreementOptions = {},
  work: MapWorkOptions = {},
): Promise<AgreementResult> {
  checkMapWork(work);
  refuseUnknown("input", Object.keys(inputs), INPUT_NAMES);
  refuseUnknown("option", Object.keys(options), AGREEMENT_OPTIONS);
  if (!Array.isArray(inputs.maps) || inputs.maps.length < 2) {
    throw new VoxmatchError("INVALID_OPTION", "Agreement needs at least two maps. Pass several as maps.", {
      option: "maps",
      value: inputs.maps?.length ?? null,
    });
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
  const resolved = resolveMapOptions(options);
  const names = inputs.atlasNames === undefined ? null : parseRegionNames(inputs.atlasNames);
  return withEngine(undefined, async (lent) => {
    const engine = await withMapKernels(lent);
    const close: (() => Promise<void>)[] = [];
    const opening = async <Opened extends OpenedMap | OpenedLabels>(made: Promise<Opened>): Promise<Opened> => {
      const opened = await made;
      close.push(opened.close);
      return opened;
    };
    try {
      const maps: OpenedMap[] = [];
      for (const map of inputs.maps) maps.push(await opening(openMapInput(engine, map, resolved.scale)));
      const mask = inputs.mask ? await opening(openLabels(engine, inputs.mask, "The mask")) : null;
      const atlas = inputs.atlas ? await opening(openLabels(engine, inputs.atlas, "The atlas")) : null;
      const others = [
        ...maps.slice(1).map((map, i) => [`map ${i + 2}`, map] as const),
        ["mask", mask],
        ["atlas", atlas],
      ];
      const notes = others.flatMap(([name, opened]) =>
        opened === null ? [] : checkGrid(String(name), (opened as OpenedMap).header, maps[0].header, resolved),
      );
      const found = await compare(engine, { maps, mask, atlas }, { sign: resolved.sign, names });
      const { sign, scale, ignoreGeometry, geometryTolerance } = resolved;
      return {
        kind: "agreement",
        engine: { name: "voxmatch", version: VERSION, build: engine.build },
        options: { sign, scale, ignoreGeometry, geometryTolerance },
        ...found,
        notes: [...notes, ...found.notes],
      };
    } finally {
      await Promise.all(close.map((each) => each()));
    }
  });
}

interface Opened {
  readonly maps: readonly OpenedMap[];
  readonly mask: OpenedLabels | null;
  readonly atlas: OpenedLabels | null;
}

async function compare(
  engine: MapEngine,
  { maps, mask, atlas }: Opened,
  { sign, names }: { readonly sign: Sign; readonly names: ReturnType<typeof parseRegionNames> | null },
): Promise<Pick<AgreementResult, "inputs" | "notes" | "domain" | "pairs" | "mean" | "regions" | "kendall_w">> {
  const headers: [string, VolumeHeader][] = [];
  const load = async <Loaded>(
    name: string,
    opened: { load: () => Promise<{ loaded: Loaded; header: VolumeHeader }> },
  ) => {
    const { loaded, header } = await opened.load();
    headers.push([name, header]);
    return loaded;
  };
  const shape = tripleOf(maps[0].header.shape);
  const labels = emptyRuns(engine, shape);
  const volumes = [];
  for (const [i, map] of maps.entries()) volumes.push(await load(`map_${i + 1}`, map));
  const masked = mask && (await load("mask", mask));
  const regions = atlas && (await load("atlas", atlas));
  let domain = domainRuns(engine, masked, labels, null);
  // Each map leaves out where it is no number.
  const options = resolveMapOptions({ sign: "signed" });
  volumes.forEach((volume, i) => {
    domain = checkValues(engine, volume, labels, domain, { options, label: maps[i].label }).domain;
  });
  const counted = domain ?? wholeVolume(engine, labels);
  const indices = indicesOf(engine, counted);
  const compared = volumes.map((volume) => {
    const mark = engine.arena.mark();
    const signed = signMap(engine, volume, "signed");
    const ranks = ranksOf(fallingOrder(engine, signed, counted), voxelCount(shape));
    const wide = engine.arena.f64(widenMap(engine, volume).data, voxelCount(shape));
    const values = Float64Array.from(indices, (index) => wide[index]);
    engine.arena.release(mark);
    return comparedMap(
      values,
      Float64Array.from(indices, (index) => ranks[index]),
      sign,
    );
  });
  const pairs = compared.flatMap((one, i) =>
    compared.slice(i + 1).map((other, j) => ({ maps: [i, i + 1 + j] as const, ...pairScores(one, other, sign) })),
  );
  const part = scoredPart(sign);
  const scored = compared.map(
    ({ values }) =>
      (i: number) =>
        part(values[i]),
  );
  const held = regions && labelsOf(engine, regions, voxelCount(shape));
  return {
    inputs: describeInputs(headers),
    notes: [...headers.flatMap(([, { notes = [] }]) => notes), ...undefinedNotes(pairs)],
    domain: { n_voxels: indices.length },
    pairs,
    mean: meanOfPairs(pairs),
    ...(held &&
      regionAgreement(
        Uint32Array.from(indices, (index) => held[index]),
        scored,
        names,
      )),
  };
}

function comparedMap(values: Float64Array, ranks: Float64Array, sign: Sign): ComparedMap {
  const part = scoredPart(sign);
  const n = values.length;
  const sum = sumOver(n, (i) => part(values[i]));
  const isMixed = sign === "signed" && values.some((value) => value < 0);
  const sorted = values.map(part).sort();
  return { values, ranks, mass: isMixed || sum === 0 ? Number.NaN : sum, border: sorted[n - topCount(n, 10)] };
}

/** Average ranks by linear index, from 1. */
function ranksOf({ voxels, ends }: ReturnType<typeof fallingOrder>, count: number): Float64Array {
  const ranks = new Float64Array(count);
  let first = 0;
  for (const end of ends) {
    for (let place = first; place < end; place++) ranks[voxels[place]] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}

/** The linear indices of the voxels of runs, rising. */
function indicesOf(engine: MapEngine, list: RunVolume): Uint32Array {
  let count = 0;
  eachRun(engine, list, (first, last) => {
    count += last - first;
  });
  const found = new Uint32Array(count);
  let at = 0;
  eachRun(engine, list, (first, last) => {
    for (let index = first; index < last; index++) found[at++] = index;
  });
  return found;
}

/** The label of every voxel. */
function labelsOf(engine: MapEngine, list: RunVolume, count: number): Uint32Array {
  const labels = new Uint32Array(count);
  eachRun(engine, list, (first, last, label) => labels.fill(label, first, last));
  return labels;
}

function eachRun(
  engine: MapEngine,
  list: RunVolume,
  visit: (first: number, last: number, label: number) => void,
): void {
  const { runs, rowOffsets } = copyRunsOut(engine, list);
  for (let row = 0; row + 1 < rowOffsets.length; row++) {
    for (let i = rowOffsets[row]; i < rowOffsets[row + 1]; i++) {
      const base = row * list.shape[0];
      visit(base + (runs[2 * i] & 0xffff), base + (runs[2 * i] >>> 16), runs[2 * i + 1]);
    }
  }
}

function meanOfPairs(pairs: readonly PairScores[]): PairScores {
  const entries = PAIR_KEYS.map((key) => {
    const held = pairs.map((pair) => pair[key]).filter((value) => !Number.isNaN(value));
    return [key, held.reduce((sum, value) => sum + value, 0) / held.length] as const;
  });
  // Safe: the keys are all of PairScores.
  return Object.fromEntries(entries) as unknown as PairScores;
}

function undefinedNotes(pairs: readonly PairScores[]): string[] {
  return PAIR_KEYS.flatMap((key) => {
    const count = pairs.filter((pair) => Number.isNaN(pair[key])).length;
    return count === 0 ? [] : [`${key} has no value for ${count} of ${pairs.length} pairs, which its mean leaves out.`];
  });
}
