import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeCaseRecord } from "../../src/cohort/case-record.js";
import type { Drivers } from "../../src/cohort/drivers/drivers-of-score.js";
import { decodeNumbers } from "../../src/reports/case/json-numbers.js";
import { caseOf, failureOf } from "../support/records.js";
import { commandIn } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { voxmatch } = commandIn(folder);

interface Golden {
  readonly score: readonly number[];
  readonly columns: Readonly<Record<string, readonly (string | number)[]>>;
  readonly full_share: number;
  readonly rows: readonly { readonly column: string; readonly share: number; readonly unique_share: number | "NaN" }[];
}

const ANSWERS = join(import.meta.dirname, "..", "fixtures", "golden", "drivers", "answers.json");

const goldenOf = (name: string): Golden => JSON.parse(readFileSync(ANSWERS, "utf8"))[name];

/** A run whose PQ and columns are those of an independent program's answers; the reference's volume comes from the records. */
function writeRun(name: string): Golden {
  const golden = goldenOf(name);
  const { volume, ...columns } = golden.columns;
  const records = golden.score.map((score, i) => {
    const cells = Object.fromEntries(Object.entries(columns).map(([key, cells]) => [key, String(cells[i])]));
    const also = { global_bin_volume_ref: volume?.[i] ?? 1, global_bin_volume_pred: 1 };
    return caseOf(`c${String(i).padStart(3, "0")}`, { g: { iou: [score], fp: 0, fn: 0, also } }, { columns: cells });
  });
  const cells = { ...records[0].columns };
  const odd = [
    failureOf("failed", { columns: cells }),
    caseOf("nothing", { g: { iou: [], fp: 0, fn: 0 } }, { columns: cells }),
    caseOf("without", { g: { iou: [0.5], fp: 0, fn: 0 } }, { columns: { ...cells, site: "" } }),
  ];
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "cases.jsonl"), [...records, ...odd].map(encodeCaseRecord).join(""));
  return golden;
}

describe("voxmatch drivers", () => {
  let golden: Golden;
  beforeAll(() => {
    golden = writeRun("numeric_and_site");
    writeRun("confounded");
  });

  it("says shares of variance that agree with an independent program, as text and as JSON", () => {
    const words = ["drivers", "numeric_and_site", "--columns", Object.keys(golden.columns).join(",")];
    const { status, stdout, stderr } = voxmatch(...words, "--resamples", "199", "--output", "drivers.json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const found = decodeNumbers(JSON.parse(readFileSync(join(folder, "drivers.json"), "utf8"))) as Drivers[];
    expect(found).toHaveLength(1);
    const [{ full_share, rows, n, left_out, notes }] = found;
    expect(n).toBe(golden.score.length);
    expect(left_out).toEqual({ "the case failed": 1, "the score is not finite": 1, "site is empty": 1 });
    expect(full_share).toBeCloseTo(golden.full_share, 9);
    for (const [i, row] of golden.rows.entries()) {
      expect(rows[i].column).toBe(row.column);
      expect(rows[i].share).toBeCloseTo(row.share, 9);
      expect(rows[i].unique_share).toBeCloseTo(Number(row.unique_share), 9);
      expect(stdout).toMatch(new RegExp(`^ *${row.column} +${row.share.toFixed(3)}`, "m"));
    }
    expect(stdout).toContain(
      `g: pq over ${n} cases; left out: 1: the case failed, 1: the score is not finite, 1: site is empty`,
    );
    expect(stdout).toMatch(/site: \w+ 0\.\d+ \[.*\] \(n \d+\), .*; gap 0\.\d+/);
    expect(notes[0]).toBe("Shares show association, never causation.");
    expect(voxmatch(...words, "--resamples", "199").stdout).toBe(stdout);
  });

  it("names columns that follow from others", () => {
    const { stdout } = voxmatch("drivers", "confounded", "--columns", "site,scanner", "--resamples", "99");
    expect(stdout).toMatch(/site follows( in part)? from scanner\./);
  });

  it.each([
    [["drivers", "numeric_and_site", "--columns", "sight"], /There is no column "sight"|sight/],
    [["drivers", "numeric_and_site", "--columns", "age", "--score", "pqq"], /pqq/],
    [["drivers", "numeric_and_site"], /--columns/],
    [["drivers", "nowhere", "--columns", "age"], /nowhere is no folder of a run/],
  ])("refuses %j with status 2", (words, message) => {
    const { status, stdout, stderr } = voxmatch(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
