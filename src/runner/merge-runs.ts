import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { compareKeys, keyOf, type PlannedCase } from "../cohort/case-record.js";
import { differencesOf, encodeRunDescription, type RunDescription } from "../cohort/run-description.js";
import { shardOf } from "../cohort/shard.js";
import { type CaseFailure, failureOf, failuresIn } from "./case-failure.js";
import { manifestHash, modelsOf } from "./describe-run.js";
import { makeFolder } from "./make-folder.js";
import { DESCRIPTION_FILE, RECORDS_FILE, RUN_FILES, readDescription } from "./read-run.js";
import { copyRecords, indexRecords, plannedCaseOf, type RecordPlace } from "./record-index.js";
import { lockRun } from "./run-lock.js";
import { removeLeftovers, writeWhole } from "./write-file-atomic.js";

export interface MergeOptions {
  /** The folders of the runs: all shards of one, or whole runs of different cases. */
  readonly folders: readonly string[];
  /** Where the joined run goes; made if it is not there. */
  readonly out: string;
}

/** A run that was joined from others. */
export interface MergedRun {
  readonly description: RunDescription;
  /** Failures and their reasons, in the order of the records. */
  readonly failures: readonly CaseFailure[];
}

type Entry = RecordPlace & PlannedCase & { readonly failure: string | null };

/** A run to join with others. */
interface Part {
  readonly folder: string;
  readonly description: RunDescription;
  readonly entries: readonly Entry[];
}

/**
 * Joins runs into one. All shards of a run give the very bytes of the run without shards. Whole runs with the same options
 * and version, of different cases or models, give the run over all of them.
 *
 * @throws VoxmatchError `INVALID_OPTION` if the runs differ in more than their cases, have a case in common, are not
 *   finished, or lack a shard; `FILE_ACCESS`
 */
export async function mergeRuns({ folders, out }: MergeOptions): Promise<MergedRun> {
  if (folders.length === 0) throw refusal("no folders are named");
  const parts: Part[] = [];
  for (const folder of folders) {
    if (resolve(folder) === resolve(out)) throw refusal(`${out} is both a part and the result`);
    parts.push(await readPart(folder));
  }
  const sharded = parts.filter(({ description }) => description.shard !== null);
  if (sharded.length > 0 && sharded.length < parts.length) {
    const whole = parts.find(({ description }) => description.shard === null);
    throw refusal(`${sharded[0].folder} is a shard, and ${whole?.folder} is a whole run`);
  }
  checkConfigurations(parts);
  if (sharded.length > 0) checkShards(parts);
  for (const part of parts) checkComplete(part);
  const entries = checkOverlaps(parts).sort(compareKeys);
  const description = joined(parts, entries);
  await write(out, description, entries);
  return { description, failures: failuresIn(entries) };
}

async function readPart(folder: string): Promise<Part> {
  const description = await readDescription(folder);
  if (description === null) throw refusal(`${folder} is no folder of a run: it has no ${DESCRIPTION_FILE}`);
  const { entries } = await indexRecords(join(folder, RECORDS_FILE), (record) => ({
    ...plannedCaseOf(record),
    failure: failureOf(record),
  }));
  return { folder, description, entries: [...entries.values()] };
}

/** Whole runs differ in their cases; shards in nothing but which they are. */
function checkConfigurations([first, ...others]: readonly Part[]): void {
  for (const { folder, description } of others) {
    const alike =
      description.shard === null ? { ...description, manifestHash: first.description.manifestHash } : description;
    const differences = differencesOf(first.description, alike);
    if (first.description.columns.join("\n") !== description.columns.join("\n") && description.shard === null) {
      differences.push(`the further columns are ${first.description.columns} there and ${description.columns} here`);
    }
    if (differences.length > 0) {
      throw refusal(
        `${first.folder} (there) and ${folder} (here) belong to different runs: ${differences.join("; ")}`,
        {
          folders: [first.folder, folder],
          differences,
        },
      );
    }
  }
}

function checkShards(parts: readonly Part[]): void {
  const folderOf = new Map<number, string>();
  const { count = 0, by } = parts[0].description.shard ?? {};
  for (const { folder, description, entries } of parts) {
    const { shard } = description;
    if (shard?.count !== count) {
      throw refusal(`${parts[0].folder} is one of ${count} shards, and ${folder} one of ${shard?.count}`);
    }
    if (shard.by !== by) {
      throw refusal(
        `${parts[0].folder} was dealt by ${by ?? "name"}, and ${folder} by ${shard.by ?? "name"} (--shard-by)`,
      );
    }
    const other = folderOf.get(shard.index);
    if (other !== undefined) throw refusal(`${other} and ${folder} are both shard ${shard.index}/${count}`);
    folderOf.set(shard.index, folder);
    const isOwn = by === "bytes" ? isAmong(shard.cases ?? []) : (id: string) => shardOf(id, count) === shard.index;
    const stranger = entries.find((entry) => !isOwn(entry.case));
    if (stranger !== undefined) {
      throw refusal(`${folder} holds case ${stranger.case}, which is none of shard ${shard.index}/${count}`);
    }
  }
  const missing = Array.from({ length: count }, (_, index) => index).filter((index) => !folderOf.has(index));
  if (missing.length === 0) return;
  const names = missing.map((index) => `${index}/${count}`).join(", ");
  throw refusal(missing.length === 1 ? `shard ${names} is missing` : `shards ${names} are missing`, { missing, count });
}

function isAmong(ids: readonly string[]): (id: string) => boolean {
  const own = new Set(ids);
  return (id) => own.has(id);
}

function checkComplete({ folder, description, entries }: Part): void {
  const planned = description.shard?.plannedCases ?? description.plannedCases;
  if (entries.length === planned) return;
  throw refusal(
    `${folder} has ${entries.length} of its ${planned} cases: start it again, so that it goes on to its end`,
    { folder, finished: entries.length, planned },
  );
}

/** Why shards by bytes may not fit together. */
const DEALT_ANEW =
  "files were replaced between the starts of shards, which were dealt otherwise then: begin all of them anew, or with --shard-by name";

function checkOverlaps(parts: readonly Part[]): Entry[] {
  const folderOf = new Map<string, string>();
  for (const { folder, entries } of parts) {
    for (const entry of entries) {
      const other = folderOf.get(keyOf(entry));
      if (other !== undefined) {
        const whose = entry.model === null ? "" : ` of model ${entry.model}`;
        const why = parts[0].description.shard?.by === "bytes" ? `; ${DEALT_ANEW}` : "";
        throw refusal(`case ${entry.case}${whose} is both in ${other} and in ${folder}${why}`, { case: entry.case });
      }
      folderOf.set(keyOf(entry), folder);
    }
  }
  return parts.flatMap(({ entries }) => entries);
}

function joined(parts: readonly Part[], sorted: readonly Entry[]): RunDescription {
  const [{ description }] = parts;
  const roots = new Set(parts.map((part) => part.description.root));
  const merged = {
    ...description,
    models: modelsOf(sorted),
    plannedCases: sorted.length,
    manifestHash: manifestHash(sorted),
    shard: null,
    root: roots.size === 1 ? description.root : null,
  };
  // The records say what was planned: together they must be what each shard knows of the whole.
  if (description.shard !== null && merged.manifestHash !== description.manifestHash) {
    throw refusal(
      `the records are not those of the cases that were planned: records were changed or damaged, or else ${DEALT_ANEW}`,
    );
  }
  return merged;
}

async function write(out: string, description: RunDescription, entries: readonly Entry[]): Promise<void> {
  await makeFolder(out);
  const lock = await lockRun(out);
  try {
    await removeLeftovers(out, RUN_FILES);
    const text = encodeRunDescription(description);
    const there = await readDescription(out);
    const isOther = there === null ? await isFile(join(out, RECORDS_FILE)) : encodeRunDescription(there) !== text;
    if (isOther) throw refusal(`${out} holds another run. Choose another folder`);
    await writeWhole(join(out, DESCRIPTION_FILE), (file) => file.writeFile(text));
    await writeWhole(join(out, RECORDS_FILE), (file) => copyRecords(entries, file));
  } finally {
    await lock.release();
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function refusal(reason: string, details: object = {}): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `The runs cannot be merged: ${reason}.`, { ...details });
}
