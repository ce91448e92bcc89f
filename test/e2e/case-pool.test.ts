import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type PlannedCase, parseCaseRecord } from "../../src/cohort/case-record.js";
import { CasePool } from "../../src/runner/case-pool.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const WORKER = new URL("../../dist/src/runner/pool-worker.js", import.meta.url);
const FAILING = new URL("../support/failing-worker.mjs", import.meta.url);
const folder = temporaryFolder();
writeSmallCohort(folder, 6);
const work = { options: { input: "semantic" }, root: folder, hash: true, explore: false } as const;
const pools: CasePool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

function open(options: ConstructorParameters<typeof CasePool>[0]): CasePool {
  const pool = new CasePool(options);
  pools.push(pool);
  return pool;
}

function planned(id: string, file = "000.nii.gz"): PlannedCase {
  return { case: id, model: null, columns: {}, reference: `ref/${file}`, prediction: `pred/${file}` };
}

describe("a pool", () => {
  it("makes one record of a case whose thread is lost, and loses nothing else", async () => {
    const pool = open({ threads: 2, memoryBytes: 2 ** 27, worker: FAILING });
    const ids = ["0", "exit", "1", "heap", "2", "exit", "throw", "3", "4"];
    const cases = await Promise.all(ids.map((id) => pool.run(planned(id), work)));
    const records = cases.map(({ line }) => parseCaseRecord(line));
    expect(records.map((record) => record.case)).toEqual(ids);
    expect(records.map((record) => (record.status === "failed" ? record.error.code : "done"))).toEqual([
      ...["done", "WORKER_LOST", "done", "OUT_OF_MEMORY", "done", "WORKER_LOST", "WORKER_LOST", "done", "done"],
    ]);
    expect(cases.map(({ failure }) => failure === null)).toEqual(records.map(({ status }) => status === "done"));
  });

  it("gives the same record however much memory and however many threads there are", async () => {
    const line = async (options: ConstructorParameters<typeof CasePool>[0]) => {
      const pool = open({ worker: WORKER, ...options });
      const [first, second] = await Promise.all([
        pool.run(planned("a"), work),
        pool.run(planned("b", "none.nii.gz"), work),
      ]);
      return first.line + second.line;
    };
    const one = await line({ threads: 1 });
    // With so little memory each case is too large for what there is, and for what a thread may take without asking.
    expect(await line({ threads: 2, memoryBytes: 1000 })).toBe(one);
    expect(await line({ threads: 2 })).toBe(one);
  });

  it("refuses cases once it is closed, waiting ones included", async () => {
    const pool = open({ threads: 1, worker: WORKER });
    const cases = Promise.allSettled(["a", "b", "c"].map((id) => pool.run(planned(id), work)));
    await pool.close();
    for (const each of await cases) {
      expect(each).toMatchObject({ status: "rejected", reason: { code: "WORKER_LOST" } });
    }
    await expect(pool.run(planned("d"), work)).rejects.toMatchObject({ code: "WORKER_LOST" });
  });

  it.each([{ threads: 0 }, { threads: 1.5 }, { memoryBytes: 0 }])("refuses %j", (options) => {
    expect(() => new CasePool(options)).toThrow(/^Option (threads|memoryBytes) is .*, but must be a whole number/);
  });

  it("finds its files from the root, and calls them by their planned names", async () => {
    const pool = open({ threads: 1, worker: WORKER });
    const example = { ...planned("x"), reference: "reference.nii.gz", prediction: "prediction.nii.gz" };
    const { line } = await pool.run(example, { ...work, root: join(ROOT, "examples") });
    expect(parseCaseRecord(line)).toMatchObject({ inputs: { reference: { path: "reference.nii.gz" } } });
  });
});
