/** Messages between `voxmatch serve` and its client: JSON-RPC 2.0, one message a line. */
import { isVoxmatchError } from "../../../base/errors.js";
import { compactJson } from "../../reports/case/write-json.js";

/** The version of the methods and their parameters; a client of another version is refused. */
export const PROTOCOL = 1;

/** A request may be as long as this, in bytes. */
export const MAXIMUM_LINE_BYTES = 2 ** 26;

export type Params = Readonly<Record<string, unknown>>;

/** A request of a client; without an id it wants no answer. */
export interface Request {
  readonly id: string | number | null;
  readonly isNotification: boolean;
  readonly method: string;
  readonly params: Params;
}

/** Numbers of JSON-RPC, and of the Language Server Protocol for what was cancelled. */
const NUMBERS = { parse: -32700, request: -32600, method: -32601, refused: -32000, cancelled: -32800 } as const;

/** A message that is no request. Its answer has the id, if there is one that can be read. */
export class BadMessage extends Error {
  constructor(
    message: string,
    readonly kind: "parse" | "request" | "method",
    readonly id: Request["id"] = null,
  ) {
    super(message);
  }
}

/**
 * Reads a line as a request.
 * @throws BadMessage
 */
export function parseRequest(line: Uint8Array | null): Request {
  if (line === null) {
    throw new BadMessage(`A message is longer than ${MAXIMUM_LINE_BYTES} bytes. Pass voxels by a file.`, "parse");
  }
  let message: unknown;
  try {
    message = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch (cause) {
    throw new BadMessage(`A message is no line of JSON in UTF-8: ${String(cause)}.`, "parse");
  }
  if (!isObject(message)) throw new BadMessage("A message must be one JSON object; batches are not read.", "request");
  const { jsonrpc, id, method, params = {} } = message;
  const isId = typeof id === "string" || typeof id === "number";
  const known = isId ? id : null;
  const refuse = (what: string) => new BadMessage(`A message ${what}.`, "request", known);
  if (jsonrpc !== "2.0") throw refuse('must have "jsonrpc": "2.0"');
  if (typeof method !== "string") throw refuse("must have a method, as text");
  if (!isId && id !== undefined) throw refuse("must have an id that is a text or a number");
  if (!isObject(params)) throw refuse("must have its params as an object, by name");
  return { id: known, isNotification: !isId, method, params };
}

/** The line that answers a request. */
export function resultLine(id: Request["id"], result: unknown): string {
  return `${compactJson({ jsonrpc: "2.0", id, result })}\n`;
}

/** The line that says why a request has no result: `data` has the code and details of a VoxmatchError. */
export function errorLine(id: Request["id"], error: unknown): string {
  return `${compactJson({ jsonrpc: "2.0", id, error: describe(error) })}\n`;
}

export function notificationLine(method: string, params: Params): string {
  return `${compactJson({ jsonrpc: "2.0", method, params })}\n`;
}

function describe(error: unknown) {
  if (error instanceof BadMessage) {
    const data = { code: "INVALID_REQUEST", details: { reason: error.kind } };
    return { code: NUMBERS[error.kind], message: error.message, data };
  }
  if (isVoxmatchError(error)) {
    const data = { code: error.code, details: plain(error.details) };
    return { code: NUMBERS.refused, message: error.message, data };
  }
  if (isAbort(error)) {
    return { code: NUMBERS.cancelled, message: "The request was cancelled.", data: { code: "CANCELLED", details: {} } };
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = `An unexpected failure, please report it: ${error instanceof Error ? error.message : cause}`;
  return { code: NUMBERS.refused, message, data: { code: "INTERNAL", details: { cause } } };
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Details as JSON can hold them: labels of 64 bits become text. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

export function isObject(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
