import { transfer } from "comlink";
import type { Affine, Volume } from "../../base/types.js";
import { readVolume } from "../../src/index.js";
import { type Intensities, readIntensities } from "../../src/io/read-intensities.js";
import { evaluateMap } from "../../src/maps/evaluate-map.js";
import type { MapKind, MapOptions } from "../../src/maps/options/types.js";
import type { MapInputs } from "../../src/maps/read/map-inputs.js";
import type { MapView } from "../../src/maps/slider/map-view.js";
import { openMap } from "../../src/maps/slider/open-map.js";
import { mapToJson } from "../../src/reports/case/map-json.js";
import { signedValue } from "../../src/reports/figures/map-values.js";
import { spansOfRow } from "../../src/reports/figures/row-spans.js";
import type { MapFiles } from "../state/map-files.js";
import { displayAnatomy } from "./display-anatomy.js";
import { type DisplayGrid, displayGrid } from "./display-grid.js";
import { type GivenVolume, inputOf } from "./given-volume.js";
import type { MapApi, MapChoices, OpenedMap } from "./map-protocol.js";
import { recordMap } from "./record-map.js";
import { replyTo } from "./reply.js";

/** Voxels above the lowest threshold of a slider: as many take a second to open, and 80 MB. */
const MOST_VOXELS = 4_000_000;
/** Values that are looked at to find where that many begin. */
const SAMPLED = 200_000;
/** Components of the highest peaks that a table shows. */
const MOST_COMPONENTS = 200;

/** Keeps one map open and answers for thresholds. */
export class MapEngine implements MapApi {
  #views: Readonly<Record<string, MapView>> = {};
  #asked: { readonly files: MapFiles; readonly options: MapOptions } | null = null;

  open = (files: MapFiles, choices: MapChoices) =>
    replyTo(async () => {
      const image = await readIntensities(...intensitiesOf(files.map));
      const kind = choices.kind ?? kindOf(image);
      const options: MapOptions = { kind, ...(choices.sign && { sign: choices.sign }), instances: true };
      this.#asked = { files, options };
      const sign = choices.sign ?? (kind === "probability" ? "signed" : "positive");
      const seen = signedValue({ ...image, sign, scale: 1 });
      const { lowest, largest } = rangeOf(image.data.length, seen);
      const inputs = await inputsOf(files, false);
      const { result, views } = await openMap(inputs, { ...options, candidateThreshold: lowest || "positive" });
      this.#views = views;
      const { shape, spacing } = result.inputs.map;
      const labels = files.reference === null ? null : await readVolume(...labelsOf(files.reference));
      const grid = displayGrid({ shape, spacing, affine: image.affine });
      const { shades, anatomyProblem } = await shadesOf(files.anatomy, grid);
      const opened: OpenedMap = {
        ...{ result, grid, shape, affine: affineOf(labels), shades, anatomyProblem, lowest, largest },
        values: valuesOn(grid, image),
        reference: labels === null ? null : foregroundOn(grid, labels),
        groups: Object.keys(views),
      };
      const buffers = [opened.values.buffer, opened.reference?.buffer, shades?.buffer];
      return transfer(
        opened,
        buffers.filter((buffer) => buffer !== undefined),
      );
    });

  kindOf = (map: GivenVolume) => replyTo(async () => kindOf(await readIntensities(...intensitiesOf(map))));

  record = recordMap;

  at = async (group: string, threshold: number) => {
    const view = this.#views[group];
    if (view === undefined || threshold < view.lowest) return null;
    const began = performance.now();
    const { components, ...numbers } = view.at(threshold, MOST_COMPONENTS);
    return { ...numbers, components, took: performance.now() - began };
  };

  json = () =>
    replyTo(async () => {
      if (this.#asked === null) throw new Error("No map is open.");
      const { files, options } = this.#asked;
      return mapToJson(await evaluateMap(await inputsOf(files, true), options));
    });
}

function intensitiesOf(given: GivenVolume): Parameters<typeof readIntensities> {
  const { file, ...beside } = inputOf(given);
  return [file, beside];
}

function labelsOf(given: GivenVolume): Parameters<typeof readVolume> {
  const { file, ...beside } = inputOf(given);
  return [file, { ...beside, hash: false }];
}

async function inputsOf({ map, reference, atlas, atlasNames }: MapFiles, hash: boolean): Promise<MapInputs> {
  const named = (given: GivenVolume) => ({ ...inputOf(given), name: given.name, hash });
  return {
    map: named(map),
    ...(reference && { reference: named(reference) }),
    ...(atlas && { atlas: named(atlas) }),
    ...(atlas && atlasNames && { atlasNames: await atlasNames.text() }),
  };
}

/** Probabilities lie from 0 to 1; a map of one value alone says nothing. */
function kindOf({ data, slope, intercept }: Intensities): MapKind {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i++) {
    const value = slope * data[i] + intercept;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  return least >= 0 && largest <= 1 && largest > 0 ? "probability" : "relevance";
}

/** The largest value, and the one from which on a slider can answer at once; 0 if that is every value above 0. */
function rangeOf(length: number, seen: (voxel: number) => number): { lowest: number; largest: number } {
  let [above, largest] = [0, 0];
  for (let i = 0; i < length; i++) {
    const value = seen(i);
    if (value > 0) above++;
    if (value > largest) largest = value;
  }
  if (above <= MOST_VOXELS) return { lowest: 0, largest };
  const step = Math.max(1, Math.floor(length / SAMPLED));
  const sample = Float64Array.from({ length: Math.floor(length / step) }, (_, i) => seen(i * step) || 0).sort();
  const cut = sample[Math.floor(sample.length * (1 - MOST_VOXELS / length))];
  return { lowest: Number(cut.toPrecision(3)), largest };
}

function affineOf(labels: Volume | null): Affine | null {
  return labels?.affine ?? null;
}

/** Of the voxels that one stands for the value farthest from 0, so that no peak gets lost. */
function valuesOn({ shape: [mx, my, mz], factors }: DisplayGrid, image: Intensities): Float32Array<ArrayBuffer> {
  const { data, slope, intercept, shape } = image;
  const [nx, ny, nz] = [shape[0], shape[1], shape[2] ?? 1];
  const [fx, fy, fz] = factors;
  const values = new Float32Array(mx * my * mz).fill(Number.NaN);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = mx * (Math.floor(y / fy) + my * Math.floor(z / fz));
      for (let x = 0, from = nx * (y + ny * z); x < nx; x++, from++) {
        const to = row + Math.floor(x / fx);
        const value = slope * data[from] + intercept;
        if (!(Math.abs(value) <= Math.abs(values[to]))) values[to] = value;
      }
    }
  }
  return values;
}

function foregroundOn({ shape: [mx, my, mz], factors }: DisplayGrid, labels: Volume): Uint8Array<ArrayBuffer> {
  const [, ny, nz = 1] = labels.shape;
  const [fx, fy, fz] = factors;
  const codes = new Uint8Array(mx * my * mz);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = mx * (Math.floor(y / fy) + my * Math.floor(z / fz));
      const spans = spansOfRow(labels, y + ny * z);
      for (let i = 0; i < spans.length; i += 2) {
        codes.fill(1, row + Math.floor(spans[i] / fx), row + Math.ceil(spans[i + 1] / fx));
      }
    }
  }
  return codes;
}

async function shadesOf(
  anatomy: GivenVolume | null,
  grid: DisplayGrid,
): Promise<Pick<OpenedMap, "shades" | "anatomyProblem">> {
  if (anatomy === null) return { shades: null, anatomyProblem: null };
  const reply = await replyTo(() => displayAnatomy(anatomy, grid));
  if (reply.kind === "done") return { shades: reply.value.data, anatomyProblem: null };
  return { shades: null, anatomyProblem: reply.kind === "failed" ? reply.failure.message : "It was given up." };
}
