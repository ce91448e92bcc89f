import { resolve } from "node:path";
import { refuseUnknown } from "../../options/suggest.js";
import { collectRun } from "../../runner/collect-run.js";
import { type Manifest, parseManifest } from "../../runner/manifest.js";
import type { PredictionFolder } from "../../runner/plan-folders.js";
import { type RunProgress, runCohort } from "../../runner/run-cohort.js";
import { planCases } from "../plan-cases.js";
import type { Context } from "./context.js";
import { isObject, type Params } from "./message.js";
import {
  evaluateOptions,
  flagParam,
  invalidParam,
  namedOptions,
  numberParam,
  requiredText,
  textParam,
} from "./parameters.js";

const CASES = ["manifest", "cases", "root", "references", "predictions", "pattern", "predictionPattern"];
const WORK = ["out", "threads", "memoryBytes", "caseTimeoutMs", "retryFailed", "fresh", "explore", "hash", "progress"];

/** Shortest time between two notices of finished cases to a client. */
const TELL_MS = 100;

/** Evaluates a cohort as `voxmatch run` does, and says how it ended; the records are in the folder. */
export async function runCases(params: Params, { signal, tell }: Context): Promise<unknown> {
  refuseUnknown("parameter of run", Object.keys(params), [...CASES, ...WORK, "options", "config"]);
  const folder = resolve(requiredText(params, "out"));
  const options = await evaluateOptions(params);
  const notices: string[] = [...(options.notes ?? [])];
  const { cases, root } = await casesOf(params, (message) => notices.push(message));
  const threads = numberParam(params, "threads");
  const memoryBytes = numberParam(params, "memoryBytes");
  const caseTimeoutMs = numberParam(params, "caseTimeoutMs");
  let last = Number.NEGATIVE_INFINITY;
  const onProgress = (progress: RunProgress) => {
    const now = performance.now();
    if (progress.finished < progress.planned && now - last < TELL_MS) return;
    last = now;
    tell({ ...progress });
  };
  const summary = await runCohort({
    cases,
    root,
    options,
    folder,
    hash: flagParam(params, "hash") ?? true,
    explore: flagParam(params, "explore") ?? false,
    retryFailed: flagParam(params, "retryFailed") ?? false,
    fresh: flagParam(params, "fresh") ?? false,
    ...(threads !== undefined && { threads }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(caseTimeoutMs !== undefined && { caseTimeoutMs }),
    ...(flagParam(params, "progress") && { onProgress }),
    signal,
    onNotice: (message) => notices.push(message),
  });
  signal.throwIfAborted();
  return { folder, ...summary, notices };
}

/** Sums up a run's folder as `voxmatch summarize --format json` does. */
export async function summarizeRun(params: Params): Promise<unknown> {
  refuseUnknown("parameter of summarize", Object.keys(params), ["folder", "options"]);
  return (await collectRun(requiredText(params, "folder"), namedOptions(params))).summarize();
}

async function casesOf(params: Params, tell: (message: string) => void): Promise<Manifest> {
  const { cases } = params;
  if (cases === undefined) {
    const predictions = predictionFolders(params);
    const references = textParam(params, "references");
    const pattern = textParam(params, "pattern");
    const predictionPattern = textParam(params, "predictionPattern");
    const flags = { references, predictions, pattern, predictionPattern, hash: true };
    return planCases(textParam(params, "manifest"), flags, tell);
  }
  const given = ["manifest", "references", "predictions"].find((name) => params[name] !== undefined);
  if (given !== undefined) throw invalidParam(given, params[given], "left out where cases are listed");
  if (!Array.isArray(cases)) throw invalidParam("cases", cases, "a list of objects with case, reference, prediction");
  const text = cases.map((each) => JSON.stringify(each)).join("\n");
  return { cases: parseManifest(Buffer.from(text), "cases.jsonl"), root: resolve(requiredText(params, "root")) };
}

function predictionFolders({ predictions }: Params): readonly PredictionFolder[] | undefined {
  if (predictions === undefined) return undefined;
  if (typeof predictions === "string") return [{ model: null, folder: predictions }];
  const entries = isObject(predictions) ? Object.entries(predictions) : [];
  if (entries.length === 0) throw invalidParam("predictions", predictions, "a folder, or folders by model");
  return entries.map(([model, folder]) => {
    if (typeof folder !== "string") throw invalidParam(`predictions.${model}`, folder, "a folder");
    return { model, folder };
  });
}
