import { rm } from "node:fs/promises";
import { boundedLines } from "./line-reader.js";
import {
  BadMessage,
  errorLine,
  MAXIMUM_LINE_BYTES,
  notificationLine,
  parseRequest,
  type Request,
  resultLine,
} from "./message.js";
import { METHODS } from "./methods.js";
import { VoxelFiles } from "./voxel-files.js";

/** Requests that may wait for those before. */
const MAXIMUM_WAITING = 1000;

/** The two ends of a server. */
export interface Streams {
  readonly input: AsyncIterable<Uint8Array>;
  readonly write: (line: string) => void;
}

/** Answers the requests on a stream, one after the other, until it ends. */
export async function serve({ input, write }: Streams): Promise<void> {
  const server = new Server(write);
  for await (const line of boundedLines(input, MAXIMUM_LINE_BYTES)) server.take(line);
  await server.end();
}

class Server {
  readonly #write: (line: string) => void;
  readonly #voxels = new VoxelFiles();
  readonly #scratch = new Set<string>();
  readonly #waiting = new Map<Request["id"], AbortController>();
  #last: Promise<void> = Promise.resolve();

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Takes a message: all but those that cancel wait for those before. */
  take(line: Uint8Array | null): void {
    let request: Request | null = null;
    try {
      request = parseRequest(line);
      this.#accept(request);
    } catch (error) {
      const id = error instanceof BadMessage ? error.id : null;
      // Notifications get no answer, unless the message cannot even be read.
      if (request === null || !request.isNotification) this.#write(errorLine(request?.id ?? id, error));
    }
  }

  #accept(request: Request): void {
    const { id, method, params, isNotification } = request;
    if (method === "$/cancelRequest") {
      this.#waiting.get(idOf(params.id))?.abort();
      return;
    }
    if (!Object.hasOwn(METHODS, method)) {
      const known = Object.keys(METHODS).join(", ");
      throw new BadMessage(`There is no method ${JSON.stringify(method)}. Methods: ${known}.`, "method", id);
    }
    if (isNotification) return;
    if (this.#waiting.has(id)) throw new BadMessage("A request has the id of one that is not answered.", "request", id);
    if (this.#waiting.size >= MAXIMUM_WAITING) {
      throw new BadMessage(`${MAXIMUM_WAITING} requests wait already. Wait for answers.`, "request", id);
    }
    const abort = new AbortController();
    this.#waiting.set(id, abort);
    this.#last = this.#last.then(() => this.#answer(request, abort.signal));
  }

  async #answer({ id, method, params }: Request, signal: AbortSignal): Promise<void> {
    let line: string;
    try {
      signal.throwIfAborted();
      const tell = (progress: Request["params"]) => this.#write(notificationLine("$/progress", { id, ...progress }));
      const context = { voxels: this.#voxels, scratch: this.#scratch, signal, tell };
      line = resultLine(id, await METHODS[method](params, context));
    } catch (error) {
      line = errorLine(id, error);
    }
    this.#waiting.delete(id);
    this.#write(line);
  }

  /** Cancels the requests under way, as no client can read the answers. */
  async end(): Promise<void> {
    for (const abort of this.#waiting.values()) abort.abort();
    await this.#last;
    for (const folder of this.#scratch) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

function idOf(value: unknown): Request["id"] {
  return typeof value === "string" || typeof value === "number" ? value : null;
}
