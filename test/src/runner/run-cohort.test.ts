import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../../base/version.js";
import { describeRun, modelsOf } from "../../../src/runner/describe-run.js";
import { readDescription, readRun } from "../../../src/runner/read-run.js";
import type { RunProgress } from "../../../src/runner/run-cohort.js";
import { plannedCase, recordRun } from "../../support/recorded-runs.js";
import { refusal } from "../../support/refusal.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const root = temporaryFolder();
const bad = plannedCase("bad", null, "bad file");
const path = (name: string) => join(root, name);

describe("a run", () => {
  it("says how far it is, and what failed", async () => {
    const told: RunProgress[] = [];
    const onProgress = (progress: RunProgress) => told.push(progress);
    const summary = await recordRun(root, "first", ["b", bad, "a"], { onProgress });
    const failures = [{ case: "bad", model: null, message: "bad file is cut." }];
    expect(summary).toEqual({ planned: 3, before: 0, finished: 3, failed: 1, isComplete: true, failures });
    expect(told.map(({ finished }) => finished)).toEqual([0, 1, 2, 3]);
    expect([told[0].failed, told[3].failed]).toEqual([0, 1]);
    const { records, isComplete, description } = await readRun(path("first"));
    expect(records.map((record) => record.case)).toEqual(["a", "b", "bad"]);
    expect(records[0]).toMatchObject({ notes: ["threshold 0.5, hash true"] });
    expect(isComplete).toBe(true);
    expect(description).toMatchObject({
      ...{ format: "voxmatch-run", formatVersion: 1, engine: { name: "voxmatch", version: VERSION }, hash: true },
      ...{ explore: false, models: [null], columns: ["site"], plannedCases: 3, shard: null, root },
    });
  });

  it("does nothing again that is done, and what failed only on request", async () => {
    expect(await recordRun(root, "first", ["b", bad, "a"])).toMatchObject({ before: 3, finished: 3, failed: 1 });
    const again = await recordRun(root, "first", ["b", bad, "a"], { retryFailed: true });
    expect(again).toMatchObject({ before: 2, finished: 3, failed: 1 });
    expect((await readRun(path("first"))).records).toHaveLength(3);
  });

  it("passes on what it was told about hashes", async () => {
    await recordRun(root, "unhashed", ["a"], { hash: false });
    const { records, description } = await readRun(path("unhashed"));
    expect(records).toMatchObject([{ notes: ["threshold 0.5, hash false"] }]);
    expect(description?.hash).toBe(false);
  });

  it("begins nothing once it is to drain, and goes on later", async () => {
    const drain = new AbortController();
    const onProgress = ({ finished }: RunProgress) => finished === 2 && drain.abort();
    const ids = Array.from({ length: 60 }, (_, i) => `${i}`);
    const begun = await recordRun(root, "drained", ids, { drain: drain.signal, onProgress });
    expect(begun.isComplete).toBe(false);
    // Those whose records were on their way to the disk are finished, too.
    expect(begun.finished).toBeLessThan(30);
    expect((await readRun(path("drained"))).isComplete).toBe(false);
    expect(await recordRun(root, "drained", ids)).toMatchObject({ before: begun.finished, isComplete: true });
  });

  it("ends without an error if it is aborted", async () => {
    const stop = new AbortController();
    const onProgress = ({ finished }: RunProgress) => finished === 1 && stop.abort();
    const ids = Array.from({ length: 40 }, (_, i) => `${i}`);
    expect((await recordRun(root, "stopped", ids, { signal: stop.signal, onProgress })).isComplete).toBe(false);
  });

  it("tells of damaged lines, and evaluates their cases again", async () => {
    await recordRun(root, "damaged", ["a", "b"]);
    const file = join(path("damaged"), "cases.jsonl");
    writeFileSync(file, readFileSync(file, "utf8").replace('"case":"a"', '"case":'));
    const notices: string[] = [];
    const summary = await recordRun(root, "damaged", ["a", "b"], { onNotice: (notice) => notices.push(notice) });
    expect(notices).toEqual([`1 damaged lines of ${file} are left out; their cases are evaluated again.`]);
    expect(summary).toMatchObject({ before: 1, finished: 2, isComplete: true });
  });
});

describe("a run fails", () => {
  it("by its own error if its records are taken from it, and gives its folder back", async () => {
    const file = join(path("robbed"), "cases.jsonl");
    const onProgress = ({ finished }: RunProgress) => finished === 1 && rmSync(file);
    const ids = ["a", "b", "c", "d"];
    await refusal(
      () => recordRun(root, "robbed", ids, { onProgress }),
      "FILE_ACCESS",
      `${file} was removed, or replaced`,
    );
    expect(readdirSync(path("robbed"))).toEqual(["run.json"]);
  });

  it("by none if a thread has no memory left for results, which its case says", async () => {
    await recordRun(root, "heap", [plannedCase("1", null, "bad heap"), "2"], { memoryBytes: 1 });
    const { records } = await readRun(path("heap"));
    const message = expect.stringMatching(
      /^The thread that evaluated the case ran out of memory for its results\. Allow/,
    );
    expect(records[0]).toMatchObject({ cause: "system", error: { code: "OUT_OF_MEMORY", message } });
    expect(records[1].status).toBe("done");
  });
});

describe("a run of maps", () => {
  const mapped = { ...plannedCase("1", null, "m"), map: "m" };

  it("is described with their options and the hash of the names, which its own hash depends on", async () => {
    const describe = (more: object) => describeRun({ cases: [mapped], root, ...more });
    const [plain, named, other] = [{}, { atlasNames: "1 cortex" }, { maps: { kind: "probability" } }].map(describe);
    const sha256 = createHash("sha256").update("1 cortex").digest("hex");
    expect(plain.maps).toMatchObject({ atlasNames: null });
    expect(named.maps).toEqual({ ...plain.maps, atlasNames: sha256 });
    expect(other.maps?.options).not.toEqual(plain.maps?.options);
    const without = describeRun({ cases: [plannedCase("1", null, "m")], root });
    expect(without).not.toHaveProperty("maps");
    expect(new Set([plain, named, other, without].map(({ configHash }) => configHash)).size).toBe(4);
    expect(plain.manifestHash).not.toBe(without.manifestHash);
  });

  it("passes the names on", async () => {
    await recordRun(root, "names", [mapped], { atlasNames: "1 cortex" });
    expect((await readRun(path("names"))).records).toMatchObject([{ notes: ["threshold 0.5, hash true, 1 cortex"] }]);
  });
});

describe("a run is refused", () => {
  const refused = (name: string, message: RegExp | string, ...given: [ids?: never[] | string[], more?: object]) =>
    refusal(() => recordRun(root, name, given[0] ?? ["a"], given[1]), "INVALID_OPTION", message);

  it("without cases, and with one twice", async () => {
    await refused("none", "A run needs at least one case, and cases is empty.", []);
    await refused("twice", "Case a is planned twice: with p/a and p/a.", ["b", "a", "a"]);
    const twice = [plannedCase("1", "x"), plannedCase("1", "x", "q"), plannedCase("1", "y")];
    const error = await refusal(
      () => recordRun(root, "twice", twice),
      "INVALID_OPTION",
      "Case 1 of model x is planned twice: with p/1 and q.",
    );
    expect(error.details).toEqual({ case: "1", model: "x" });
  });

  it("with options for maps where no case has one", async () => {
    const message = "There are options for maps, but no case has a map.";
    const error = await refused("maps", message, ["a"], { maps: {} });
    expect(error.details).toEqual({ option: "maps" });
    await refused("maps", message, ["a"], { atlasNames: "1 cortex" });
  });

  it("into a folder of another run, whose differences are named", async () => {
    await recordRun(root, "taken", ["a"]);
    const folder = path("taken");
    const other = { options: { input: "semantic", threshold: 0.25 } };
    const error = await refused(
      "taken",
      `${folder} cannot take this run: it holds the results of another`,
      ["a"],
      other,
    );
    expect(error.details).toMatchObject({ folder, differences: [expect.stringContaining("threshold")] });
    const two = await refused("taken", "another run: ", ["a", "b"], other);
    const { differences } = two.details as { differences: readonly string[] };
    expect(differences.length).toBeGreaterThan(1);
    expect(two.message).toContain(
      `it holds the results of another run: ${differences.join("; ")}. Choose another folder.`,
    );
    await refused("taken", "it is all of the cases there and shard 0/1 here", ["a"], { shard: { index: 0, count: 1 } });
    const byName = { shard: { index: 0, count: 1, by: "name" } };
    await refused("taken", "all of the cases there and shard 0/1 by name (--shard-by name) here", ["a"], byName);
    await refused("taken", "it holds results already, and this run is not to continue any", ["a"], { fresh: true });
  });

  it("into a folder with records alone, and under a file", async () => {
    mkdirSync(path("alone"));
    writeFileSync(join(path("alone"), "cases.jsonl"), "");
    await refused("alone", "it holds a cases.jsonl without the run.json that would say what of");
    writeFileSync(path("file"), "");
    const error = await refusal(
      () => recordRun(root, "file/folder", ["a"]),
      "FILE_ACCESS",
      `${path("file/folder")} cannot be made: `,
    );
    expect(error.details).toEqual({ path: path("file/folder") });
  });
});

describe("a shard", () => {
  it("by bytes is dealt by the sizes of files, and keeps its cases though these change", async () => {
    // 9, 5 and 4 bytes: the largest alone, the others together.
    for (const [id, bytes] of Object.entries({ a: 5, b: 9, c: 4 })) {
      for (const side of ["r", "p"]) mkdirSync(path(side), { recursive: true });
      writeFileSync(path(`r/${id}`), "x".repeat(bytes));
    }
    const shard = (index: number) => recordRun(root, `dealt ${index}`, ["a", "b", "c"], { shard: { index, count: 2 } });
    await shard(0);
    await shard(1);
    const casesOf = async (index: number) => (await readDescription(path(`dealt ${index}`)))?.shard;
    expect([await casesOf(0), await casesOf(1)]).toEqual([
      { index: 0, count: 2, by: "bytes", plannedCases: 1, cases: ["b"] },
      { index: 1, count: 2, by: "bytes", plannedCases: 2, cases: ["a", "c"] },
    ]);
    writeFileSync(path("r/a"), "x".repeat(100));
    expect(await shard(0)).toMatchObject({ before: 1, planned: 1 });
    expect(await shard(1)).toMatchObject({ before: 2, planned: 2 });
    expect(statSync(path("r/a")).size).toBe(100);
  });

  it("is complete with its own cases", async () => {
    const summary = await recordRun(root, "own", ["a", "b", "c", "d"], { shard: { index: 1, count: 2, by: "name" } });
    expect(summary.isComplete).toBe(true);
    expect((await readRun(path("own"))).isComplete).toBe(true);
    const { shard } = (await readDescription(path("own"))) ?? {};
    expect(shard).toEqual({ index: 1, count: 2, plannedCases: summary.planned });
  });
});

it("lists models once, in the order of records", () => {
  const models = ["b", null, "a", "b"].map((model) => plannedCase("1", model));
  expect(modelsOf(models)).toEqual([null, "a", "b"]);
});

it("says which file of a run cannot be read", async () => {
  mkdirSync(join(path("folders"), "run.json"), { recursive: true });
  await refusal(
    () => readDescription(path("folders")),
    "FILE_ACCESS",
    `${join(path("folders"), "run.json")} cannot be`,
  );
  await refusal(() => readRun(path("nowhere")), "FILE_ACCESS", "it has no readable cases.jsonl");
});
