import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { niftiFile } from "../../support/nifti.js";

/** A file whose first bytes come, and which then never goes on. */
class StalledFile extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  asked = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>, size: number) {
    super([new Uint8Array(size)]);
    this.#bytes = bytes;
  }

  override slice(from = 0): Blob {
    this.asked++;
    const stalled = { arrayBuffer: () => (from === 0 ? Promise.resolve(this.#bytes.buffer) : new Promise(() => {})) };
    return stalled as unknown as Blob;
  }
}

describe("an abort", () => {
  it("is heard while a file that has stalled is read", async () => {
    const shape = [256, 128, 64];
    const bytes = niftiFile({ shape, values: [] });
    const header = new Uint8Array(2 ** 20);
    header.set(bytes);
    const stalled = new StalledFile(header, bytes.length + 256 * 128 * 64);
    const abort = new AbortController();
    const reference = { shape, data: new Uint8Array(256 * 128 * 64) };
    const work = evaluate(
      { reference, prediction: { file: stalled, hash: false } },
      {},
      { signal: abort.signal, threads: 1 },
    );
    const outcome = expect(work).rejects.toThrow("no longer wanted");
    while (stalled.asked < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    abort.abort(new Error("no longer wanted"));
    await outcome;
  });

  it("is heard before anything is read", async () => {
    const file = { file: niftiFile() };
    const signal = AbortSignal.abort(new Error("at once"));
    await expect(evaluate({ reference: file, prediction: file }, {}, { signal })).rejects.toThrow("at once");
  });
});
