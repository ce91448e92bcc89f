import type { ErrorDetails } from "../../base/error-details.js";
import { VoxmatchError } from "../../base/errors.js";
import type { ResolvedMapOptions } from "../maps/options/types.js";
import type { ResolvedOptions } from "../options/registry.js";
import { decodeNumbers, encodeNumbers } from "../reports/case/json-numbers.js";

/** One of several parts into which a run's cases are dealt, so that each can run on another machine. */
export interface Shard {
  /** From 0 to `count` − 1. */
  readonly index: number;
  readonly count: number;
  /** The quantity that is dealt evenly: the bytes of the files (default), or, as by versions before, ids without a look at the files. */
  readonly by?: ShardRule;
}

export const SHARD_RULES = ["bytes", "name"] as const;
export type ShardRule = (typeof SHARD_RULES)[number];

/** A run's shard, and the cases that are in it. */
export interface PlannedShard extends Shard {
  readonly plannedCases: number;
  /** By bytes: the ids of its cases, which stay in it if their files change. */
  readonly cases?: readonly string[];
}

/** How the maps of a run are scored. */
export interface MapChoices {
  /** Every choice that was made, defaults included. */
  readonly options: ResolvedMapOptions;
  /** SHA-256 of the file that names the labels of atlases; null for none. */
  readonly atlasNames: string | null;
}

/**
 * The facts that hold for all cases of a run: `run.json`. Two runs may only be joined, and a run only be continued, where these
 * agree ({@link differencesOf}).
 */
export interface RunDescription {
  readonly format: "voxmatch-run";
  readonly formatVersion: 1;
  readonly engine: { readonly name: "voxmatch"; readonly version: string };
  /** Every choice that was made, defaults included. */
  readonly options: ResolvedOptions;
  /** Whether the records hold the SHA-256 of the files. */
  readonly hash: boolean;
  /** Whether the records hold every strategy at every threshold, too. */
  readonly explore: boolean;
  /** Options of maps; absent where no case has one. */
  readonly maps?: MapChoices;
  /** SHA-256 of engine, options, hash, explore and maps. */
  readonly configHash: string;
  /** In the order of the records; `[null]` where the cases name none. */
  readonly models: readonly (string | null)[];
  /** The manifest's further columns, in its order. */
  readonly columns: readonly string[];
  /** How many cases, counted once for each model, are planned: in all shards together. */
  readonly plannedCases: number;
  /** SHA-256 of all planned cases in the order of the records: of ids, models, columns and files as they are written. */
  readonly manifestHash: string;
  /** How each metric in use is defined, by key. */
  readonly definitions: Readonly<Record<string, string>>;
  /** The part of the planned cases that this run takes, and how many those are; null: all of them. */
  readonly shard: PlannedShard | null;
  /** The folder that the files' paths are relative to; null if shards had different ones. Of no consequence for the numbers. */
  readonly root: string | null;
}

/** A description as the text of `run.json`. */
export function encodeRunDescription(description: RunDescription): string {
  const { options, maps } = description;
  const encoded = { options: encodeNumbers(options, "reason"), ...(maps && { maps: encodeNumbers(maps, "reason") }) };
  return `${JSON.stringify({ ...description, ...encoded }, null, 2)}\n`;
}

/**
 * Reads what {@link encodeRunDescription} wrote.
 * @param name of the file, for messages
 * @throws VoxmatchError `INVALID_FILE` if it is no description of a run, or one of a later format
 */
export function parseRunDescription(text: string, name: string): RunDescription {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw noDescription(name, "it is not JSON, or cut off", {}, cause);
  }
  const { format, formatVersion } = (value ?? {}) as { format?: unknown; formatVersion?: unknown };
  if (format !== "voxmatch-run") throw noDescription(name, 'its "format" is not "voxmatch-run"', { format });
  if (formatVersion !== 1) {
    throw noDescription(name, `its format has version ${formatVersion}, and this voxmatch knows version 1`, {
      formatVersion,
    });
  }
  // Safe: a text that says that it has this format and version was written by encodeRunDescription.
  const description = value as RunDescription;
  const { maps } = description;
  return {
    ...description,
    options: decodeNumbers(description.options) as ResolvedOptions,
    ...(maps && { maps: decodeNumbers(maps) as MapChoices }),
  };
}

/** The differences between two runs, as sentences; where a run is and which shard it is makes none. */
export function differencesOf(there: RunDescription, here: RunDescription): string[] {
  const differences: string[] = [];
  const compare = (name: string, one: unknown, other: unknown) => {
    const [a, b] = [one, other].map((value) => JSON.stringify(encodeNumbers(value, "string")));
    if (a !== b) differences.push(`${name} is ${shorten(a)} there and ${shorten(b)} here`);
  };
  compare("the version of voxmatch", there.engine.version, here.engine.version);
  for (const key of new Set([...Object.keys(there.options), ...Object.keys(here.options)])) {
    compare(`option ${key}`, there.options[key as keyof ResolvedOptions], here.options[key as keyof ResolvedOptions]);
  }
  compare("what was chosen for maps", there.maps ?? null, here.maps ?? null);
  compare("hash", there.hash, here.hash);
  compare("explore", there.explore, here.explore);
  if (there.manifestHash !== here.manifestHash) {
    const before = differences.length;
    compare("the number of cases", there.plannedCases, here.plannedCases);
    compare("the list of models", there.models, here.models);
    compare("the list of further columns", there.columns, here.columns);
    if (differences.length === before) differences.push("some cases have other ids, files or columns");
  }
  return differences;
}

const LONGEST = 200;

function shorten(text: string | undefined): string {
  if (text === undefined) return "absent";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function noDescription(name: string, why: string, details: ErrorDetails, cause?: unknown): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${name} describes no run: ${why}.`, { file: name, ...details }, { cause });
}
