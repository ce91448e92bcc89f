import type { Hash } from "./hash.js";
import type { ByteSource } from "./source.js";

/** The bytes of a file in order, once: hashed as they pass, with a look ahead at the first of them. */
export class StoredBytes {
  readonly #chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>;
  #front = new Uint8Array(0);
  #isAll = false;

  /**
   * @param hash of the bytes, in order
   * @param signal gives up, also while a piece is waited for
   */
  constructor(source: ByteSource, hash: Hash | null, signal?: AbortSignal) {
    this.#chunks = hashed(untilAborted(source.chunks(), signal), hash);
  }

  /** At least the first `wanted` bytes, or all if there are fewer. A pipe may give its bytes one by one. */
  async front(wanted: number): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly isAll: boolean }> {
    // A piece is only valid until the next is asked for.
    if (this.#front.length < wanted && !this.#isAll) this.#front = this.#front.slice();
    while (this.#front.length < wanted && !this.#isAll) {
      const { done, value } = await this.#chunks.next();
      if (done) this.#isAll = true;
      // One alone is enough for most files, and need not be copied.
      else this.#front = this.#front.length === 0 && value.length >= wanted ? value : joined(this.#front, value);
    }
    return { bytes: this.#front, isAll: this.#isAll };
  }

  /** All bytes from the start. A piece is only valid until the next is asked for. */
  async *all(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    try {
      if (this.#front.length > 0) yield this.#front;
      yield* this.#chunks;
    } finally {
      await this.close();
    }
  }

  /** Lets all bytes pass that did not yet, for their hash. */
  async drain(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }
}

/** A copy of both. */
export function joined(head: Uint8Array, next: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.length + next.length);
  bytes.set(head);
  bytes.set(next, head.length);
  return bytes;
}

/** The pieces until work is given up, also while one is waited for, as a pipe may never give it. */
async function* untilAborted(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (signal === undefined) return yield* chunks;
  let giveUp = () => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
  });
  aborted.catch(() => {});
  signal.addEventListener("abort", giveUp);
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await Promise.race([chunks.next(), aborted]);
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", giveUp);
    // A read that is under way may never end: it must not be waited for.
    const closed = chunks.return(undefined);
    if (!signal.aborted) await closed;
  }
}

async function* hashed(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  hash: Hash | null,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of chunks) {
    hash?.update(chunk);
    yield chunk;
  }
}
