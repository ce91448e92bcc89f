import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaseRecord, encodeCaseRecord } from "../../../src/cohort/case-record.js";
import { CaseLog } from "../../../src/runner/case-log.js";
import { readRecords, readRun } from "../../../src/runner/read-run.js";
import { linesOf } from "../../../src/runner/record-lines.js";
import { openFiles } from "../../support/open-files.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const root = temporaryFolder();
let count = 0;

function emptyFolder(): string {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  return folder;
}

function failed(id: string, message: string): CaseRecord {
  const files = { reference: "r.nii", prediction: "p.nii" };
  return {
    case: id,
    model: null,
    columns: {},
    status: "failed",
    files,
    error: { code: "INVALID_FILE", message, details: {} },
  };
}

const lineOf = (id: string, message = "bad") => encodeCaseRecord(failed(id, message));
const append = (log: CaseLog, id: string, message = "bad") =>
  log.append({ case: id, model: null }, lineOf(id, message), message);
const textIn = (folder: string) => readFileSync(join(folder, "cases.jsonl"), "utf8");

describe("the file of a run's records", () => {
  it("takes lines as they come, the last of a case counts, and ends sorted", async () => {
    const folder = emptyFolder();
    const log = await CaseLog.open(folder);
    await Promise.all([append(log, "b"), append(log, "a", "first"), append(log, "ä")]);
    await append(log, "a", "second");
    expect(textIn(folder)).toBe(lineOf("b") + lineOf("a", "first") + lineOf("ä") + lineOf("a", "second"));
    expect(log.find({ case: "a", model: null })?.failure).toBe("second");
    const messages: string[] = [];
    for await (const record of readRecords(folder)) if (record.status === "failed") messages.push(record.error.message);
    expect(messages).toEqual(["bad", "first", "bad", "second"]);
    await log.finish();
    await log.close();
    expect(textIn(folder)).toBe(lineOf("a", "second") + lineOf("b") + lineOf("ä"));
    expect(readdirSync(folder)).toEqual(["cases.jsonl"]);
    const { records, isComplete } = await readRun(folder);
    expect(records.map((record) => record.case)).toEqual(["a", "b", "ä"]);
    expect(isComplete).toBe(null);
  });

  it.each(["a", "b", "c"])(
    "leaves out what a case had before it was tried again: case %s of a, b, c",
    async (again) => {
      const folder = emptyFolder();
      const log = await CaseLog.open(folder);
      for (const id of ["a", "b", "c"]) await append(log, id, "first");
      await append(log, again, "second");
      await log.finish();
      await log.close();
      const lines = ["a", "b", "c"].map((id) => lineOf(id, id === again ? "second" : "first"));
      expect(textIn(folder)).toBe(lines.join(""));
    },
  );

  it("sorts cases that came in another order, each once", async () => {
    const folder = emptyFolder();
    const log = await CaseLog.open(folder);
    for (const id of ["b", "c", "a"]) await append(log, id);
    await log.finish();
    await log.close();
    expect(textIn(folder)).toBe(lineOf("a") + lineOf("b") + lineOf("c"));
  });

  it("leaves a file as it is that is sorted and whole, and drops what is no record", async () => {
    const folder = emptyFolder();
    const log = await CaseLog.open(folder);
    for (const id of ["a", "b"]) await append(log, id);
    const path = join(folder, "cases.jsonl");
    const before = statSync(path).ino;
    await log.finish();
    await log.close();
    expect(textIn(folder)).toBe(lineOf("a") + lineOf("b"));
    // Another file would have taken its place.
    expect(statSync(path).ino).toBe(before);
    appendFileSync(path, "no record\n");
    const damaged = await CaseLog.open(folder);
    expect(damaged.damagedLines).toBe(1);
    await damaged.finish();
    await damaged.close();
    expect(textIn(folder)).toBe(lineOf("a") + lineOf("b"));
  });

  it("goes on after a cut line, at any byte of it", async () => {
    const whole = lineOf("a") + lineOf("b");
    const bytes = Buffer.from(lineOf("c", "cut within ä or 漢"));
    for (let length = 0; length < bytes.length; length++) {
      const folder = emptyFolder();
      writeFileSync(join(folder, "cases.jsonl"), Buffer.concat([Buffer.from(whole), bytes.subarray(0, length)]));
      const log = await CaseLog.open(folder);
      expect([...log.cases].map((each) => each.case)).toEqual(["a", "b"]);
      await append(log, "d");
      await log.close();
      expect(textIn(folder)).toBe(whole + lineOf("d"));
    }
  });

  it("refuses to sort a file that another process has written to, and keeps it", async () => {
    const folder = emptyFolder();
    const log = await CaseLog.open(folder);
    await append(log, "b");
    appendFileSync(join(folder, "cases.jsonl"), lineOf("x"));
    await append(log, "a");
    await expect(log.finish()).rejects.toMatchObject({
      code: "FILE_ACCESS",
      message: /another process has written to it/,
    });
    await log.close();
    expect(textIn(folder)).toBe(lineOf("b") + lineOf("x") + lineOf("a"));
  });
});

describe("a file of records that is no longer there", () => {
  it.each(["removed", "replaced"])("is missed at the next record once it was %s, and at the end", async (how) => {
    const folder = emptyFolder();
    const path = join(folder, "cases.jsonl");
    const log = await CaseLog.open(folder);
    await append(log, "a");
    if (how === "removed") rmSync(path);
    else {
      writeFileSync(join(folder, "other"), lineOf("a"));
      renameSync(join(folder, "other"), path);
    }
    const message = `${path} was removed, or replaced, while the run was writing to it. Its records are lost: start the run again.`;
    const error = { code: "FILE_ACCESS", message, details: { path } };
    await expect(append(log, "b")).rejects.toMatchObject(error);
    // Nothing may follow what was lost.
    await expect(append(log, "c")).rejects.toMatchObject(error);
    await expect(log.finish()).rejects.toMatchObject(error);
    await log.close();
  });

  it("leaves nothing open once records were copied", async () => {
    const before = openFiles();
    const folder = emptyFolder();
    const log = await CaseLog.open(folder);
    for (const id of ["b", "a"]) await append(log, id);
    await log.finish();
    await log.close();
    expect(openFiles()).toBe(before);
  });
});

describe("lines of a file", () => {
  it("are what is between newlines, however long they are and wherever they are cut into pieces", async () => {
    const path = join(root, "lines");
    const line = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll("\n", "")),
      // Longer than the pieces in which a file is read, of characters that take three bytes.
      fc.integer({ min: 20_000, max: 60_000 }).map((length) => "漢".repeat(length)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.boolean(), async (lines, isCut) => {
        writeFileSync(path, lines.map((text) => `${text}\n`).join("") + (isCut ? "cut" : ""));
        const bytes = readFileSync(path);
        const found: string[] = [];
        for await (const { start, length, text } of linesOf(path)) {
          found.push(text);
          expect(bytes.subarray(start, start + length).toString()).toBe(`${text}\n`);
        }
        expect(found).toEqual(lines);
      }),
      { seed: 6, numRuns: 40 },
    );
  });

  it("are refused of a file that is not there", async () => {
    await expect(linesOf(join(root, "none")).next()).rejects.toMatchObject({
      code: "FILE_ACCESS",
      message: `${join(root, "none")} cannot be read: there is no such file.`,
    });
  });
});
