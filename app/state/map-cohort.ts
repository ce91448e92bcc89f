/** A cohort of maps: scored by several workers, and summed up as the command line does. Loaded with the first one. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { CohortSummary } from "../../src/cohort/index.js";
import type { MapKind, MapOptions } from "../../src/maps/options/types.js";
import { type Started, startWorker } from "../engine/client.js";
import type { DeskApi } from "../engine/cohort-protocol.js";
import type { MapApi, RecordedMap } from "../engine/map-protocol.js";
import type { Reply } from "../engine/protocol.js";
import type { CohortPlan } from "./cohort.js";
import { latest } from "./latest.js";
import { mapCohort } from "./map-files.js";

/** The kind that the reader chose; null: the one that the values of the first map suggest. */
export const chosenKind = signal<MapKind | null>(null);
const foundKind = signal<MapKind | null>(null);
export const kind = computed<MapKind>(() => chosenKind.value ?? foundKind.value ?? "relevance");
export const isDetecting = signal(false);
/** The least value of a candidate; NaN: not given. */
export const candidateThreshold = signal(Number.NaN);
export const hasInstances = signal(false);

const options = computed((): MapOptions => {
  const needsThreshold = kind.value === "relevance";
  const from = candidateThreshold.value;
  const detects = isDetecting.value && !(needsThreshold && Number.isNaN(from));
  return {
    kind: kind.value,
    ...(detects && { detection: true, ...(!Number.isNaN(from) && { candidateThreshold: from }) }),
    ...(hasInstances.value && { instances: true }),
  };
});

/** Of cases that were scored with the options of now, by key. */
export const rows = signal<ReadonlyMap<string, RecordedMap>>(new Map());
export const isRunning = signal(false);
export const summary = signal<CohortSummary | null>(null);
export const summaryProblem = signal<string | null>(null);
/** The score that cases are shown by, and the group. */
export const shownScore = signal("ap");
const wantedGroup = signal<string | null>(null);

export const groups = computed(() => [...new Set([...rows.value.values()].flatMap((row) => Object.keys(row.groups)))]);
export const shownGroup = computed(() => {
  const all = groups.value;
  return wantedGroup.value !== null && all.includes(wantedGroup.value) ? wantedGroup.value : (all[0] ?? null);
});

export function chooseGroup(group: string): void {
  wantedGroup.value = group;
}

/** Results of the choices of now are kept under this. */
const setOfNow = computed(() => JSON.stringify(options.value));

let desk: Started<DeskApi> | null = null;
let workers: Started<MapApi>[] = [];
/** The plan that results are of. */
let plan: CohortPlan | null = null;
let run = 0;

const summaries = latest<string, void>({
  run: async (set) => {
    const reply = await desk?.api.summarize(set, {}, true);
    if (reply === undefined || set !== setOfNow.peek()) return;
    batch(() => {
      summary.value = reply.kind === "done" ? reply.value : null;
      summaryProblem.value = reply.kind === "failed" ? reply.failure.message : null;
    });
  },
  take: () => {},
  busy: () => {},
});

/** Scores the cohort whenever it or the choices change. Ends with the view, but keeps what was found for coming back. */
export function followMapCohort(): () => void {
  const stop = effect(() => {
    const open = mapCohort.value;
    if (open === null) return;
    if (open !== plan) begin(open);
    if (foundKind.value !== null) void scoreAll(open, options.value, setOfNow.value);
  });
  return () => {
    stop();
    run++;
    for (const each of workers) each.stop();
    workers = [];
  };
}

function begin(open: CohortPlan): void {
  plan = open;
  desk?.stop();
  desk = startWorker("desk");
  batch(() => {
    for (const each of [foundKind, chosenKind, summary, summaryProblem]) each.value = null;
    for (const each of [isDetecting, hasInstances]) each.value = false;
    candidateThreshold.value = Number.NaN;
    rows.value = new Map();
    isRunning.value = true;
  });
  void findKind(open);
}

/** The kind of all maps is that of the first one. */
async function findKind(open: CohortPlan): Promise<void> {
  const first = open.cases.find(({ predictionFile }) => predictionFile !== null)?.predictionFile ?? null;
  const found = first === null ? null : await workerAt(0).api.kindOf(first);
  if (open === plan) foundKind.value = found?.kind === "done" ? found.value : "relevance";
}

function workerAt(place: number): Started<MapApi> {
  while (workers.length <= place) workers.push(startWorker("map"));
  return workers[place];
}

/** Records of every set of options, by set. */
const kept = new WeakMap<CohortPlan, Map<string, ReadonlyMap<string, RecordedMap>>>();

async function scoreAll(open: CohortPlan, asked: MapOptions, set: string): Promise<void> {
  const own = ++run;
  const sets = kept.get(open) ?? new Map<string, ReadonlyMap<string, RecordedMap>>();
  kept.set(open, sets);
  const known = sets.get(set) ?? new Map<string, RecordedMap>();
  const waiting = open.cases.filter(({ key }) => !known.has(key));
  batch(() => {
    rows.value = known;
    summary.value = null;
    summaryProblem.value = null;
    isRunning.value = waiting.length > 0;
  });
  const count = Math.min(waiting.length, Math.max(1, Math.min(4, (navigator.hardwareConcurrency ?? 2) - 1)));
  await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { api } = workerAt(i);
      for (let next = waiting.shift(); next !== undefined && own === run; next = waiting.shift()) {
        const { referenceFile, predictionFile, key, ...planned } = next;
        const found = await api.record(planned, { reference: referenceFile, map: predictionFile }, asked);
        await desk?.api.add(set, found.line);
        const all = new Map(sets.get(set)).set(key, found);
        sets.set(set, all);
        if (own === run) rows.value = all;
      }
    }),
  );
  if (own !== run) return;
  isRunning.value = false;
  summaries.ask(set);
}

/** Asks the desk for a file of the results of now. */
export async function saved(
  ask: (api: Started<DeskApi>["api"], set: string) => Promise<Reply<string | Uint8Array>>,
): Promise<string> {
  const reply = desk === null ? null : await ask(desk.api, setOfNow.peek());
  if (reply?.kind === "done" && typeof reply.value === "string") return reply.value;
  throw new Error(reply?.kind === "failed" ? reply.failure.message : "There is nothing to save.");
}

/** The command that gives the same numbers. */
export const command = computed(() => {
  const open = mapCohort.value;
  if (open === null) return "";
  const quoted = (text: string) => (/^[\w.@/=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const folders = new Map(
    open.cases.map(({ model, prediction }) => [model, prediction.slice(0, prediction.indexOf("/"))]),
  );
  const maps = Array.from(
    folders,
    ([model, folder]) => `--maps ${quoted(model === null ? folder : `${model}=${folder}`)}`,
  );
  const chosen = Object.entries(options.value).map(([key, value]) => `${key}: ${value}`);
  return [
    ...["voxmatch run --references", quoted(open.name), ...maps],
    ...["--map-options", quoted(`{${chosen.join(", ")}}`), "--out results"],
  ].join(" ");
});
