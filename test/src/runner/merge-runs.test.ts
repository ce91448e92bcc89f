import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mergeRuns } from "../../../src/runner/merge-runs.js";
import { plannedCase, recordRun } from "../../support/recorded-runs.js";
import { refusal } from "../../support/refusal.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const root = temporaryFolder();
const IDS = Array.from({ length: 12 }, (_, i) => `case ${i}`);
const at = (...names: readonly string[]) => names.map((name) => join(root, name));
const merge = (names: readonly string[], out: string) => mergeRuns({ folders: at(...names), out: join(root, out) });
const refused = (names: readonly string[], message: RegExp | string, out = "none") =>
  refusal(() => merge(names, out), "INVALID_OPTION", message);
const textOf = (name: string, file: string) => readFileSync(join(root, name, file), "utf8");

function expectSame(name: string, other: string): void {
  for (const file of ["run.json", "cases.jsonl"]) expect(textOf(name, file), file).toBe(textOf(other, file));
}

beforeAll(async () => {
  await recordRun(root, "whole", IDS);
  for (const by of ["name", "bytes"] as const)
    for (const index of [0, 1, 2]) await recordRun(root, `${by} ${index}`, IDS, { shard: { index, count: 3, by } });
  await recordRun(root, "model b", [plannedCase("1", "b"), plannedCase("2", "b", "bad")]);
  await recordRun(root, "model a", [plannedCase("1", "a")]);
});

describe("shards", () => {
  it.each(["name", "bytes"])("by %s become the run without shards, in whatever order", async (by) => {
    const { description, failures } = await merge([`${by} 2`, `${by} 0`, `${by} 1`], `by ${by}`);
    expect(description).toMatchObject({ plannedCases: 12, shard: null });
    expect(failures).toEqual([]);
    expectSame(`by ${by}`, "whole");
    // Once more changes nothing.
    await merge([`${by} 0`, `${by} 1`, `${by} 2`], `by ${by}`);
    expectSame(`by ${by}`, "whole");
  });

  it("are refused if some are missing, and named", async () => {
    await refused(["name 0", "name 2"], /^The runs cannot be merged: shard 1\/3 is missing\.$/);
    const error = await refused(["name 1"], /shards 0\/3, 2\/3 are missing\.$/);
    expect(error).toMatchObject({ details: { missing: [0, 2], count: 3 } });
  });

  it("are refused twice, of another count, and dealt otherwise", async () => {
    const [first] = at("name 0");
    await refused(["name 0", "name 1", "name 0"], `${first} and ${first} are both shard 0/3`);
    await recordRun(root, "of two", IDS, { shard: { index: 1, count: 2, by: "name" } });
    await refused(["name 0", "of two"], `${first} is one of 3 shards, and ${at("of two")[0]} one of 2`);
    await refused(["name 0", "bytes 1"], `${first} was dealt by name, and ${at("bytes 1")[0]} by bytes (--shard-by)`);
    await refused(["bytes 0", "name 1"], `${at("bytes 0")[0]} was dealt by bytes, and ${at("name 1")[0]} by name`);
  });

  it("are refused next to a whole run", async () => {
    await refused(["whole", "name 0"], `${at("name 0")[0]} is a shard, and ${at("whole")[0]} is a whole run`);
  });

  it.each(["name", "bytes"])("by %s are refused with a case of another", async (by) => {
    const files = [0, 1].map((i) => join(root, `${by} ${i}`, "cases.jsonl"));
    const [before, line] = [readFileSync(files[0], "utf8"), readFileSync(files[1], "utf8").split("\n")[0]];
    appendFileSync(files[0], `${line}\n`);
    await refused([`${by} 0`, `${by} 1`, `${by} 2`], /holds case case \d+, which is none of shard 0\/3/);
    writeFileSync(files[0], before);
  });

  it("are refused if their records are not those that were planned", async () => {
    const file = join(root, "name 1", "cases.jsonl");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace('"p/', '"q/'));
    await refused(
      ["name 0", "name 1", "name 2"],
      "the records are not those of the cases that were planned: records were changed or damaged, or else files were replaced",
    );
    writeFileSync(file, before);
  });
});

describe("whole runs", () => {
  it("of different models become one, sorted by case and model", async () => {
    const { description, failures } = await merge(["model b", "model a"], "models");
    expect(description).toMatchObject({ models: ["a", "b"], plannedCases: 3, root });
    expect(failures).toEqual([{ case: "2", model: "b", message: "bad is cut." }]);
    const keys = textOf("models", "cases.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(keys.map(({ case: id, model }) => `${id}${model}`)).toEqual(["1a", "1b", "2b"]);
  });

  it("with several further columns become one", async () => {
    const columns = { site: "0", scanner: "1" };
    await recordRun(root, "first of two columns", [{ ...plannedCase("1"), columns }]);
    await recordRun(root, "second of two columns", [{ ...plannedCase("2"), columns }]);
    const { description } = await merge(["first of two columns", "second of two columns"], "two columns");
    expect(description.columns).toEqual(["site", "scanner"]);
  });

  it("from different folders have no root", async () => {
    await recordRun(root, "elsewhere", [plannedCase("9", "a")], { root: join(root, "other") });
    expect((await merge(["model a", "elsewhere"], "both")).description.root).toBeNull();
  });

  it("are refused with a case in common, named by its model", async () => {
    const [a, b] = at("model b", "whole");
    const other = await refused(["model b", "model b"], `case 1 of model b is both in ${a} and in ${a}.`);
    expect(other).toMatchObject({ details: { case: "1" } });
    await refused(["whole", "whole"], `case case 0 is both in ${b} and in ${b}.`);
  });

  it("are refused with other options or columns, which are named", async () => {
    await recordRun(root, "strict", ["x"], { options: { input: "semantic", threshold: 0.7 } });
    await refused(["whole", "strict"], /whole \(there\) and .*strict \(here\) belong to different runs: .*threshold/);
    await recordRun(root, "plain", [{ ...plannedCase("y"), columns: {} }]);
    await refused(["whole", "plain"], "the further columns are site there and  here");
  });

  it("are refused if they are not done", async () => {
    await recordRun(root, "begun", ["1", "2", "3"]);
    const file = join(root, "begun", "cases.jsonl");
    writeFileSync(file, readFileSync(file, "utf8").split("\n").slice(0, 1).join("\n").concat("\n"));
    await refused(["begun"], /begun has 1 of its 3 cases: start it again/);
  });
});

describe("a merge", () => {
  it("is refused without runs, into one of its parts, and of what is no run", async () => {
    await refused([], "The runs cannot be merged: no folders are named.");
    await refused(["whole"], `${at("whole")[0]} is both a part and the result`, "whole");
    mkdirSync(join(root, "empty"));
    await refused(["empty"], `${at("empty")[0]} is no folder of a run: it has no run.json`);
  });

  it("is refused into a folder of another run, and of records without a description", async () => {
    await refused(["model a"], `${at("strict")[0]} holds another run. Choose another folder`, "strict");
    mkdirSync(join(root, "records"));
    writeFileSync(join(root, "records", "cases.jsonl"), "");
    await refused(["model a"], "holds another run. Choose another folder", "records");
  });
});
