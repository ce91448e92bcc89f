import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import type { PlannedCase } from "../cohort/case-record.js";
import type { EvaluateOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import { decodeNumbers, encodeNumbers } from "../reports/case/json-numbers.js";
import { casePath } from "../runner/case-path.js";
import type { CaseWork } from "../runner/evaluate-case.js";

/** A case as a queue holds it. */
interface CaseJob extends Omit<CaseWork, "options"> {
  readonly planned: PlannedCase;
  readonly options: unknown;
}

/** Bytes of a job: far more than ids, columns, paths and options of a case take, far less than would fill a server. */
export const LARGEST_JOB_BYTES = 256 * 1024;
/** Characters of a path, as systems bound them, and of every other text. */
const LONGEST_TEXT = 4096;
/** Characters of a job's name, which people only look at. */
const LONGEST_NAME = 100;

/**
 * A job's data: text, because PostgreSQL would sort the keys of an object, and records keep their order.
 * @throws VoxmatchError `INVALID_OPTION` if it is longer than a worker takes
 */
export function encodeJob(planned: PlannedCase, { root, hash, explore, options }: CaseWork): string {
  const job: CaseJob = { planned, root, hash, explore, options: encodeNumbers(options, "reason") };
  const text = JSON.stringify(job);
  const bytes = Buffer.byteLength(text);
  if (bytes <= LARGEST_JOB_BYTES) return text;
  throw new VoxmatchError(
    "INVALID_OPTION",
    `Case ${nameOf(planned)} makes a job of ${bytes} bytes, and a queue takes ${LARGEST_JOB_BYTES}. Are its columns or the ` +
      "groups that large? Evaluate the cohort by voxmatch run.",
    { bytes, maximumBytes: LARGEST_JOB_BYTES },
  );
}

/** The name of a job: its case, cut to a length that lists can show. */
export function nameOf({ case: id }: PlannedCase): string {
  return id.length > LONGEST_NAME ? `${id.slice(0, LONGEST_NAME)}…` : id;
}

/**
 * Reads what {@link encodeJob} wrote. None of it is trusted: everyone with access to the server can add jobs.
 * @throws VoxmatchError `INVALID_JOB`, with the reason
 */
export function decodeJob(data: unknown): { readonly planned: PlannedCase; readonly work: CaseWork } {
  if (typeof data !== "string") throw invalidJob("it is no text");
  if (Buffer.byteLength(data) > LARGEST_JOB_BYTES) throw invalidJob(`it is larger than ${LARGEST_JOB_BYTES} bytes`);
  let job: unknown;
  try {
    job = JSON.parse(data);
  } catch {
    throw invalidJob("it is not JSON");
  }
  const { planned, root, hash, explore, options } = fields(job, "it", [
    "planned",
    "root",
    "hash",
    "explore",
    "options",
  ]);
  const {
    case: id,
    model,
    columns,
    reference,
    prediction,
  } = fields(planned, "its case", [...["case", "model", "columns", "reference", "prediction"]]);
  if (typeof hash !== "boolean" || typeof explore !== "boolean")
    throw invalidJob("hash and explore must be true or false");
  const texts = Object.entries(fields(columns, "its columns", null)).map(
    ([name, value]) => [name, text(value, `column ${name}`)] as const,
  );
  const folder = path(root, "root");
  if (!isAbsolute(folder)) throw invalidJob("its root is no absolute path");
  return {
    planned: {
      case: text(id, "case"),
      model: model === null ? null : text(model, "model"),
      columns: Object.fromEntries(texts),
      reference: path(reference, "reference"),
      prediction: path(prediction, "prediction"),
    },
    work: { root: folder, hash, explore, options: checkedOptions(options) },
  };
}

export function invalidJob(reason: string): VoxmatchError<"INVALID_JOB"> {
  return new VoxmatchError("INVALID_JOB", `The queue's job cannot be done: ${reason}.`, { reason });
}

function fields(value: unknown, what: string, expected: readonly string[] | null): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalidJob(`${what} is no object`);
  const keys = Object.keys(value);
  const wrong =
    expected === null
      ? undefined
      : (expected.find((key) => !keys.includes(key)) ?? keys.find((key) => !expected.includes(key)));
  if (wrong !== undefined)
    throw invalidJob(`${what} has other fields than this version's: ${wrong.slice(0, LONGEST_NAME)}`);
  return value as Readonly<Record<string, unknown>>;
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw invalidJob(`${what.slice(0, LONGEST_NAME)} is no text`);
  if (value.length > LONGEST_TEXT)
    throw invalidJob(`${what.slice(0, LONGEST_NAME)} is longer than ${LONGEST_TEXT} characters`);
  return value;
}

function path(value: unknown, what: string): string {
  const found = text(value, what);
  if (found === "" || found.includes("\0")) throw invalidJob(`${what} is no path`);
  return found;
}

function checkedOptions(encoded: unknown): EvaluateOptions {
  const options = decodeNumbers(fields(encoded, "its options", null)) as EvaluateOptions;
  try {
    resolveOptions(options);
  } catch (error) {
    throw invalidJob(error instanceof Error ? error.message.replace(/\.$/, "") : "its options are refused");
  }
  return options;
}

/**
 * The hash of all that decides about a case's record: version and options (`configHash`), the case as it is planned, and its
 * files' sizes and times where they can be seen from here. A case that is submitted twice is one job; one whose files were
 * exchanged is another.
 */
export async function jobIdOf(planned: PlannedCase, root: string, configHash: string): Promise<string> {
  const { case: id, model, columns, reference, prediction } = planned;
  const states = await Promise.all([reference, prediction].map((file) => stateOf(casePath(root, file))));
  const content = JSON.stringify([configHash, root, id, model, Object.entries(columns), reference, prediction, states]);
  return createHash("sha256").update(content).digest("hex");
}

/** Null for a file that only the workers can see. */
async function stateOf(file: string): Promise<readonly [size: number, time: number] | null> {
  return stat(file).then(
    ({ size, mtimeMs }) => [size, mtimeMs],
    () => null,
  );
}
