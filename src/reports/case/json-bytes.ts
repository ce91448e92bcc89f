const ZERO = 0x30;
const MINUS = 0x2d;

/** Whole numbers up to this are divided into digits without a text between. */
const SMALL = 0x3fff_ffff;

/** Longer texts are left to the encoder. */
const SHORT = 64;

const encoder = new TextEncoder();

const decoder = new TextDecoder();

/** A text that is written again and again, encoded once. */
export interface EncodedText {
  readonly bytes: Uint8Array;
  /** Bytes beyond one a character. */
  readonly extra: number;
}

export function encodeText(text: string): EncodedText {
  const bytes = encoder.encode(text);
  return { bytes, extra: bytes.length - text.length };
}

/**
 * Text that grows as UTF-8 in one buffer: joining a million pieces of text, or adding them one by one, takes longer than
 * making them.
 */
export class JsonBytes {
  #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;
  #extra = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Bytes so far. */
  get size(): number {
    return this.#at;
  }

  /** Bytes beyond one a character (UTF-16 code unit). */
  get extra(): number {
    return this.#extra;
  }

  /** Characters so far. */
  get length(): number {
    return this.#at - this.#extra;
  }

  /** Goes back to `size` bytes, of which `extra` exceed one for each character. */
  back(size: number, extra: number): void {
    this.#at = size;
    this.#extra = extra;
  }

  put({ bytes: text, extra }: EncodedText): void {
    const { length } = text;
    this.#reserve(length);
    const bytes = this.#bytes;
    const at = this.#at;
    for (let i = 0; i < length; i++) bytes[at + i] = text[i];
    this.#at = at + length;
    this.#extra += extra;
  }

  /** An ASCII character. */
  putCode(code: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = code;
  }

  putText(text: string): void {
    const { length } = text;
    this.#reserve(3 * length);
    const bytes = this.#bytes;
    const at = this.#at;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f || length > SHORT) {
        const { written } = encoder.encodeInto(text, bytes.subarray(at));
        this.#at = at + written;
        this.#extra += written - length;
        return;
      }
      bytes[at + i] = code;
    }
    this.#at = at + length;
  }

  /** A finite number as JSON writes it. */
  putNumber(value: number): void {
    if ((value | 0) !== value || value > SMALL || value < -SMALL) {
      this.putText(String(value));
      return;
    }
    this.#reserve(16);
    const bytes = this.#bytes;
    if (value < 0) bytes[this.#at++] = MINUS;
    let rest = value < 0 ? -value | 0 : value | 0;
    let end = this.#at + 1;
    for (let power = 10; power <= rest; power *= 10) end++;
    this.#at = end;
    do {
      const tens = (rest / 10) | 0;
      bytes[--end] = ZERO + rest - 10 * tens;
      rest = tens;
    } while (rest > 0);
  }

  /** The text so far, which is then forgotten. */
  take(): string {
    const text = decoder.decode(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
    this.#extra = 0;
    return text;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * (this.#at + bytes));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
