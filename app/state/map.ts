/** The map that is open: what was found, the threshold, and the place that is looked at. Loaded with the first map. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Sign } from "../../bindings/maps/map-volume.js";
import type { MapKind } from "../../src/maps/options/types.js";
import { type Started, startWorker } from "../engine/client.js";
import type { MapApi, OpenedMap, ShownThreshold } from "../engine/map-protocol.js";
import { latest } from "./latest.js";
import { type MapFiles, mapFiles } from "./map-files.js";

export const opened = signal<OpenedMap | null>(null);
/** Why the newest files or choices were refused. */
export const problem = signal<string | null>(null);
export const isScoring = signal(false);
/** Null: as the values say. */
export const chosenKind = signal<MapKind | null>(null);
export const chosenSign = signal<Sign | null>(null);
/** The group of the reference that is looked at. */
export const shownGroup = signal<string | null>(null);
export const threshold = signal(0);
/** The newest answer of the slider. */
export const atThreshold = signal<ShownThreshold | null>(null);
/** Voxel x, y, z of the file's grid. */
export const place = signal<readonly number[]>([0, 0, 0]);
/** Whether voxels below the threshold are coloured, too. */
export const isWhole = signal(false);

/** The sign that scores are of. */
export const sign = computed<Sign>(() => opened.value?.result.options.sign ?? "positive");

let worker: Started<MapApi> | null = null;

const answers = latest<{ readonly group: string; readonly threshold: number }, ShownThreshold | null>({
  run: async (asked) => (await worker?.api.at(asked.group, asked.threshold)) ?? null,
  take: (answer) => {
    if (answer !== null) atThreshold.value = answer;
  },
  busy: () => {},
});

/** Scores files whenever these or the choices change, and asks for the threshold whenever it moves. Ends with the view. */
export function followMap(): () => void {
  worker = startWorker("map");
  let run = 0;
  let before: MapFiles | null = null;
  const stops = [
    effect(() => {
      const files = mapFiles.value;
      if (files === before) return;
      const isOther = files?.map !== before?.map;
      before = files;
      if (isOther) batch(forget);
    }),
    effect(() => {
      const [files, kind, own] = [mapFiles.value, chosenKind.value, chosenSign.value];
      if (files !== null) void score(files, { kind, sign: own }, ++run, () => run);
    }),
    effect(() => {
      const [map, group] = [opened.value, shownGroup.value];
      if (map !== null && group !== null) answers.ask({ group, threshold: threshold.value });
    }),
  ];
  return () => {
    run++;
    for (const stop of stops) stop();
    answers.forget();
    worker?.stop();
    worker = null;
    batch(forget);
  };
}

async function score(
  files: MapFiles,
  choices: { readonly kind: MapKind | null; readonly sign: Sign | null },
  own: number,
  newest: () => number,
): Promise<void> {
  isScoring.value = true;
  const reply = await worker?.api.open(files, choices);
  if (reply === undefined || own !== newest()) return;
  answers.forget();
  batch(() => {
    isScoring.value = false;
    if (reply.kind === "failed") problem.value = reply.failure.message;
    if (reply.kind !== "done") return;
    problem.value = null;
    show(reply.value);
  });
}

function show(map: OpenedMap): void {
  const isFirst = opened.peek() === null;
  opened.value = map;
  atThreshold.value = null;
  const [group = null] = map.groups;
  if (shownGroup.peek() === null || !map.groups.includes(shownGroup.peek() ?? "")) shownGroup.value = group;
  const best = group === null ? Number.NaN : Number(map.result.groups[group].best_dice_threshold);
  const usual = map.result.options.kind === "probability" ? 0.5 : map.largest / 2;
  const from = Math.max(map.lowest, best > 0 ? best : usual);
  threshold.value = Math.min(from, map.largest);
  if (isFirst) place.value = peakOf(map);
}

/** The voxel of the largest value that is drawn. */
function peakOf({ values, grid, shape, reference }: OpenedMap): readonly number[] {
  let at = 0;
  for (let i = 0; i < values.length; i++) if (!(values[i] <= values[at])) at = Number.isNaN(values[i]) ? at : i;
  const labelled = reference?.indexOf(1) ?? -1;
  if (!(values[at] > 0) && labelled >= 0) at = labelled;
  const [mx, my] = grid.shape;
  const found = [at % mx, Math.floor(at / mx) % my, Math.floor(at / mx / my)];
  return found.map((each, axis) => Math.min((shape[axis] ?? 1) - 1, each * grid.factors[axis]));
}

function forget(): void {
  for (const each of [opened, problem, atThreshold, chosenKind, chosenSign, shownGroup]) each.value = null;
  isScoring.value = false;
  isWhole.value = false;
}

/** The JSON of the command line for these files and choices. */
export async function jsonOfMap(): Promise<string> {
  const reply = await worker?.api.json();
  if (reply?.kind === "done") return reply.value;
  throw new Error(reply?.kind === "failed" ? reply.failure.message : "The map was closed.");
}

/** Makes the reference the map, and the map the reference. */
export function swapMap(): void {
  const files = mapFiles.peek();
  if (files === null || files.reference === null) return;
  mapFiles.value = { ...files, map: files.reference, reference: files.map };
}

/** The command that gives the same numbers. */
export const command = computed(() => {
  const [files, map] = [mapFiles.value, opened.value];
  if (files === null || map === null) return "";
  const { kind } = map.result.options;
  const quoted = (name: string) => (/^[\w.@/+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`);
  return [
    `voxmatch ${kind === "probability" ? "probability" : "heatmap"} -m ${quoted(files.map.name)}`,
    ...(files.reference ? [`-r ${quoted(files.reference.name)}`] : []),
    ...(files.atlas ? [`--atlas ${quoted(files.atlas.name)}`] : []),
    ...(files.atlas && files.atlasNames ? [`--atlas-names ${quoted(files.atlasNames.name)}`] : []),
    ...(chosenSign.value ? [`--sign ${chosenSign.value}`] : []),
    "--instances --format json",
  ].join(" ");
});
