import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { explore } from "../../src/evaluation/explore.js";
import { readVolume } from "../../src/io/read-volume.js";
import { commandIn, recordsOfFile } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { run, voxmatch } = commandIn(folder);
const OPTIONS = ["--matching-metric", "dice", "--threshold", "0.3"];

describe("voxmatch run --explore", () => {
  beforeAll(() => {
    writeSmallCohort(folder, 4);
    expect(run("cohort.csv", ...OPTIONS, "--explore", "--out", "results").status).toBe(0);
  });

  it("keeps in each record what an exploration of the pair gives", async () => {
    const records = recordsOfFile(join(folder, "results", "cases.jsonl"));
    expect(records).toHaveLength(4);
    for (const record of records) {
      const [reference, prediction] = await Promise.all(
        ["ref", "pred"].map((side) => readVolume(join(folder, side, `${record.case}.nii.gz`))),
      );
      const expected = await explore({ reference, prediction }, { matchingMetrics: ["dice"] });
      expect(expected).toHaveLength(7 * 9);
      expect(record).toMatchObject({ status: "done", exploration: expected });
    }
  });

  it("is drawn as a grid in the report, whose numbers are the means", () => {
    expect(voxmatch("report", "results", "--no-slices", "--output", "report.html").status).toBe(0);
    const { document } = parseHTML(readFileSync(join(folder, "report.html"), "utf8"));
    const section = document.querySelector("#strategies")?.parentElement;
    expect(section?.querySelectorAll("svg")).toHaveLength(1);
    const [header, union] = ["thead tr", "tbody tr:last-child"].map((row) =>
      Array.from(section?.querySelectorAll(`${row} > *`) ?? [], ({ textContent }) => textContent),
    );
    expect([header[0], header[9], union[0]]).toEqual(["strategy", "0.9", "union"]);
    const values = recordsOfFile(join(folder, "results", "cases.jsonl")).flatMap((record) =>
      record.status === "done"
        ? (record.exploration ?? []).filter(({ strategy, threshold }) => strategy === "union" && threshold === 0.9)
        : [],
    );
    const mean = values.reduce((sum, { pq }) => sum + (pq ?? Number.NaN), 0) / 4;
    expect(union[9]).toBe(mean.toFixed(3));
  });

  it("is another run than one that does not explore", () => {
    const { status, stderr } = run("cohort.csv", ...OPTIONS, "--out", "results");
    expect(status).toBe(2);
    expect(stderr).toMatch(/explore is true there and false here/);
  });

  it("is refused where there is nothing to explore", () => {
    const { status, stderr } = run("cohort.csv", "--input", "matched", "--explore", "--out", "matched");
    expect(status).toBe(2);
    expect(stderr).toMatch(/matched, which leaves strategies and thresholds nothing to choose/);
  });
});
