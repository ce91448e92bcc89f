import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { MAXIMUM_LINE_BYTES } from "../../../../src/cli/serve/message.js";
import { serve } from "../../../../src/cli/serve/serve.js";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { decodeNumbers } from "../../../../src/reports/case/json-numbers.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const folder = temporaryFolder();
const file = (side: string) => join(ROOT, "examples", `${side}.nii.gz`);
const EXAMPLE = { reference: { file: file("reference") }, prediction: { file: file("prediction") } };

interface Answer {
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: {
    code: number;
    message: string;
    data: { code: string; details: Readonly<Record<string, unknown>> };
  };
}

/** A server, to which lines are sent one after the other: each waits until those before are answered. */
class Session {
  readonly answers: Answer[] = [];
  readonly #queue: (Uint8Array | null)[] = [];
  #wake = () => {};
  #told = () => {};
  readonly ended: Promise<void>;

  constructor() {
    const input = this.#input();
    this.ended = serve({
      input,
      write: (line) => {
        expect(line.indexOf("\n")).toBe(line.length - 1);
        this.answers.push(JSON.parse(line));
        this.#told();
      },
    });
  }

  send(message: unknown): void {
    const text = typeof message === "string" ? message : JSON.stringify({ jsonrpc: "2.0", ...(message as object) });
    this.#queue.push(Buffer.from(`${text}\n`));
    this.#wake();
  }

  /** Waits until there are `count` answers, and takes the last. */
  async answer(count = 1): Promise<Answer> {
    while (this.answers.length < count) {
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
    return this.answers[count - 1];
  }

  async ask(method: string, params: unknown): Promise<Answer> {
    this.send({ id: "q", method, params });
    return this.answer(this.answers.length + 1);
  }

  async end(): Promise<Answer[]> {
    this.#queue.push(null);
    this.#wake();
    await this.ended;
    return this.answers;
  }

  async *#input(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = this.#queue.shift();
      if (next === null) return;
      if (next !== undefined) yield next;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

let session: Session;
beforeEach(() => {
  session = new Session();
});

/** A file of voxels as a client writes it. */
function voxelFile(name: string, data: Uint8Array | Uint16Array, shape: readonly number[], further: object = {}) {
  const path = join(folder, name);
  writeFileSync(path, data);
  return { voxels: path, dataType: data instanceof Uint8Array ? "uint8" : "uint16", shape, ...further };
}

describe("requests to a server", () => {
  it("evaluate files with the numbers of the library", async () => {
    const { id, result } = await session.ask("evaluate", { ...EXAMPLE, options: { input: "semantic" } });
    expect(id).toBe("q");
    const expected = await evaluate(EXAMPLE, { input: "semantic" });
    expect(decodeNumbers(result?.groups)).toEqual(expected.groups);
    expect(result?.inputs).toEqual(expected.inputs);
  });

  it("evaluate files within a limit of memory, with the same numbers", async () => {
    const options = { metrics: ["iou"], globalMetrics: ["iou"] } as const;
    const { result } = await session.ask("evaluate", { ...EXAMPLE, options, memoryBytes: 2 ** 28 });
    expect(decodeNumbers(result?.groups)).toEqual((await evaluate(EXAMPLE, options)).groups);
    const { error } = await session.ask("evaluate", { ...EXAMPLE, options, memoryBytes: 1000 });
    expect(error?.data.code).toBe("OUT_OF_MEMORY");
  });

  it("evaluate voxels that lie in files, with their spacing", async () => {
    // 2 × 2 × 1 voxels of 1 × 2 × 3 mm: an instance of two voxels is 12 mm³.
    const place = { spacing: [1, 2, 3], affine: null };
    const reference = voxelFile("r", Uint16Array.of(7, 7, 0, 0), [2, 2, 1], place);
    const prediction = voxelFile("p", Uint8Array.of(7, 0, 0, 0), [2, 2, 1], place);
    const { result } = await session.ask("evaluate", { reference, prediction, options: { threshold: 0.25 } });
    expect(result?.groups).toMatchObject({ ungrouped: { tp: 1, sq: 0.5, instance_volume_ref: 12 } });
  });

  it("are answered in order, also if the first takes longest", async () => {
    for (const id of [1, 2, 3]) session.send({ id, method: id === 1 ? "evaluate" : "hello", params: { protocol: 1 } });
    await session.answer(3);
    expect(session.answers.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it("explore", async () => {
    const grid = { strategies: ["one-to-one"], thresholds: [0.25, 0.5], input: "semantic" };
    const { result } = await session.ask("explore", { ...EXAMPLE, options: grid });
    expect(result).toMatchObject([{ threshold: 0.25 }, { threshold: 0.5 }]);
  });

  it("tell of progress if they are asked to", async () => {
    const options = { input: "semantic", metrics: ["assd"] };
    session.send({ id: 5, method: "evaluate", params: { ...EXAMPLE, options, progress: true } });
    while (!session.answers.some(({ id }) => id === 5)) await session.answer(session.answers.length + 1);
    for (const { method, params } of session.answers.slice(0, -1)) {
      expect(method).toBe("$/progress");
      expect(params).toMatchObject({ id: 5, share: expect.any(Number) });
    }
  });

  it("are cancelled before they begin", async () => {
    session.send({ id: 1, method: "evaluate", params: EXAMPLE });
    session.send({ id: 2, method: "evaluate", params: EXAMPLE });
    session.send({ method: "$/cancelRequest", params: { id: 2 } });
    await session.answer(2);
    expect(session.answers[0].result).toBeDefined();
    expect(session.answers[1].error).toMatchObject({ code: -32800, data: { code: "CANCELLED" } });
  });

  it("are given up where the stream ends, and folders of voxels are removed", async () => {
    const scratch = join(folder, "voxmatch-scratch");
    mkdirSync(scratch);
    writeFileSync(join(scratch, "reference.voxels"), "x");
    expect((await session.ask("hello", { protocol: 1, scratch })).result).toMatchObject({ protocol: 1 });
    session.send({ id: 8, method: "evaluate", params: EXAMPLE });
    const answers = await session.end();
    expect(answers.at(-1)?.error?.data.code).toBe("CANCELLED");
    expect(existsSync(scratch)).toBe(false);
  });
});

describe("messages that a server cannot take", () => {
  it.each([
    ["no JSON", "{", -32700],
    ["half a character", '"\\ud800', -32700],
    ["a batch", "[]", -32600],
    ["no version", '{"id":1,"method":"hello"}', -32600],
    ["no method", '{"jsonrpc":"2.0","id":1}', -32600],
    ["an id that is none", '{"jsonrpc":"2.0","id":[],"method":"hello"}', -32600],
    ["parameters by place", '{"jsonrpc":"2.0","id":1,"method":"hello","params":[1]}', -32600],
    ["an unknown method", '{"jsonrpc":"2.0","id":1,"method":"toString"}', -32601],
  ])("are answered, and the next is served: %s", async (_, line, code) => {
    session.send(line);
    const { error } = await session.answer();
    expect(error).toMatchObject({ code, data: { code: "INVALID_REQUEST" } });
    expect((await session.ask("hello", { protocol: 1 })).result).toBeDefined();
  });

  it("are refused where they are longer than is read", async () => {
    session.send(`"${"x".repeat(MAXIMUM_LINE_BYTES)}"`);
    expect((await session.answer()).error).toMatchObject({ code: -32700, message: expect.stringContaining("longer") });
    expect((await session.ask("hello", { protocol: 1 })).result).toBeDefined();
  });

  it("are refused with an id that waits already", async () => {
    for (let i = 0; i < 2; i++) session.send({ id: 1, method: "evaluate", params: EXAMPLE });
    expect((await session.answer()).error?.message).toContain("has the id");
    expect((await session.answer(2)).result).toBeDefined();
  });

  it("get no answer where they want none", async () => {
    session.send({ method: "unknown" });
    session.send({ method: "$/cancelRequest", params: { id: 77 } });
    expect((await session.ask("hello", { protocol: 1 })).result).toBeDefined();
    expect(session.answers).toHaveLength(1);
  });
});

describe("parameters that a server refuses", () => {
  const voxels = (further: object = {}) => voxelFile("v", Uint8Array.of(1, 0, 0, 1), [2, 2], further);
  const pair = (reference: unknown) => ({ reference, prediction: voxels() });

  it.each([
    ["another version of the protocol", "hello", { protocol: 2 }, "INVALID_OPTION", "protocol"],
    ["a folder that is not its own", "hello", { protocol: 1, scratch: "/etc" }, "INVALID_OPTION", "scratch"],
    ["no reference", "evaluate", pair(undefined), "INVALID_OPTION", "reference"],
    ["an unknown parameter", "evaluate", { ...EXAMPLE, thread: 1 }, "INVALID_OPTION", "thread"],
    ["an unknown option", "evaluate", { ...EXAMPLE, options: { treshold: 1 } }, "INVALID_OPTION", "threshold"],
    ["options that are none", "evaluate", { ...EXAMPLE, options: 3 }, "INVALID_OPTION", "options"],
    ["an unknown type", "evaluate", pair({ ...voxels(), dataType: "toString" }), "INVALID_OPTION", "dataType"],
    ["an unknown key", "evaluate", pair(voxels({ ofset: 1 })), "INVALID_OPTION", "ofset"],
    ["a shape of text", "evaluate", pair(voxels({ shape: "2 × 2" })), "INVALID_OPTION", "shape"],
    ["a shape that claims too much", "evaluate", pair(voxels({ shape: [60000, 2 ** 40] })), "FILE_ACCESS", "bytes"],
    ["a shape of fractions", "evaluate", pair(voxels({ shape: [2.5, 2] })), "INVALID_VOLUME", "shape"],
    ["a spacing that is none", "evaluate", pair(voxels({ spacing: [1, "NaN"] })), "INVALID_VOLUME", "spacing"],
    ["a file that is not there", "evaluate", pair({ ...voxels(), voxels: "/none" }), "FILE_ACCESS", "none"],
    ["a folder", "evaluate", pair({ ...voxels(), voxels: folder }), "FILE_ACCESS", "file"],
    ["memory of text", "evaluate", { ...EXAMPLE, memoryBytes: "512MB" }, "INVALID_OPTION", "memoryBytes"],
    ["threads of text", "evaluate", { ...EXAMPLE, threads: "many" }, "INVALID_OPTION", "threads"],
    ["no folder for a run", "run", { cases: [], root: folder }, "INVALID_OPTION", "out"],
    ["cases that are none", "run", { cases: 3, root: folder, out: folder }, "INVALID_OPTION", "cases"],
    ["cases in two ways", "run", { cases: [], manifest: "m", out: folder }, "INVALID_OPTION", "manifest"],
    [
      "models without folders",
      "run",
      { references: folder, predictions: { a: 1 }, out: folder },
      "INVALID_OPTION",
      "a",
    ],
    ["no run", "summarize", { folder: join(folder, "none") }, "FILE_ACCESS", "none"],
  ])("%s", async (_, method, params, code, named) => {
    const { error } = await session.ask(method, params);
    expect(error?.data.code).toBe(code);
    expect(error?.message).toContain(named);
  });
});
