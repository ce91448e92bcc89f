import { Gunzip } from "fflate";
import { crc32 } from "./crc32.js";
import { brokenGzip } from "./gzip-error.js";
import { isTrailer, TRAILER_BYTES } from "./gzip-member.js";

/** Stored bytes given to fflate at once: it inflates all of them in one go, and labels shrink up to a thousandfold. */
const STEP_BYTES = 1 << 14;

/** Stored bytes kept for finding a member's trailer: a piece and the longest member header that is understood. */
const HISTORY_BYTES = 1 << 17;

/**
 * Inflates gzip of any number of members (bgzip and pigz write many) without the platform, and does what fflate
 * leaves out: compares each member's CRC-32 and length with its trailer. Zeros after the last member are padding.
 * @throws VoxmatchError `INVALID_FILE` for cut, damaged or trailing bytes
 */
export async function* gunzipMembers(
  stored: AsyncIterable<Uint8Array>,
  label: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const members = new MemberReader(label);
  for await (const chunk of stored) {
    for (let at = 0; at < chunk.length; at += STEP_BYTES) {
      yield* members.push(chunk.subarray(at, at + STEP_BYTES));
    }
  }
  yield* members.end();
}

class MemberReader {
  readonly #gunzip: Gunzip;
  #inflated: Uint8Array<ArrayBuffer>[] = [];
  #crc = 0;
  #length = 0;
  /** The last stored bytes, which end at `#position`. */
  #history = new Uint8Array(0);
  #position = 0;
  #padding = false;

  constructor(readonly label: string) {
    this.#gunzip = new Gunzip((data) => {
      this.#crc = crc32(data, this.#crc);
      this.#length += data.length;
      if (data.length > 0) this.#inflated.push(data as Uint8Array<ArrayBuffer>);
    });
    this.#gunzip.onmember = (start) => {
      const end = start - (this.#position - this.#history.length);
      if (!this.#endsAt(end)) throw brokenGzip(this.label, "damaged");
      this.#crc = 0;
      this.#length = 0;
    };
  }

  push(stored: Uint8Array): Uint8Array<ArrayBuffer>[] {
    this.#remember(stored);
    if (this.#padding) {
      if (stored.some((byte) => byte !== 0)) throw brokenGzip(this.label, "trailing");
      return [];
    }
    return this.#inflate(stored, false);
  }

  end(): Uint8Array<ArrayBuffer>[] {
    const last = this.#padding ? [] : this.#inflate(new Uint8Array(0), true);
    if (!this.#padding && !this.#endsBeforeZeros()) throw brokenGzip(this.label, "cut");
    return last;
  }

  #inflate(stored: Uint8Array, final: boolean): Uint8Array<ArrayBuffer>[] {
    try {
      // fflate keeps what it cannot use yet, and the caller's piece is only valid until the next.
      this.#gunzip.push(new Uint8Array(stored), final);
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? cause.code : null;
      if (code === null) throw cause;
      if (code === INVALID_MEMBER && this.#endsBeforeZeros()) this.#padding = true;
      else throw brokenGzip(this.label, code === UNEXPECTED_END ? "cut" : "damaged", cause);
    }
    const inflated = this.#inflated;
    this.#inflated = [];
    return inflated;
  }

  #remember(stored: Uint8Array): void {
    const kept = this.#history.subarray(Math.max(0, this.#history.length + stored.length - HISTORY_BYTES));
    const history = new Uint8Array(kept.length + stored.length);
    history.set(kept);
    history.set(stored, kept.length);
    this.#history = history;
    this.#position += stored.length;
  }

  /** True if the member read last ends `end` bytes into the history. */
  #endsAt(end: number): boolean {
    if (end < TRAILER_BYTES) return false;
    return isTrailer(this.#history.subarray(end - TRAILER_BYTES), this.#crc, this.#length);
  }

  /** True if it ends at the end of the history or before nothing but zeros. */
  #endsBeforeZeros(): boolean {
    for (let end = this.#history.length; end >= TRAILER_BYTES; end--) {
      if (this.#endsAt(end)) return true;
      if (this.#history[end - 1] !== 0) return false;
    }
    return false;
  }
}

/** fflate's codes (`FlateErrorCode`). */
const UNEXPECTED_END = 0;
const INVALID_MEMBER = 6;
