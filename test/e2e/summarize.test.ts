import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { CaseRecord } from "../../src/cohort/case-record.js";
import { summarizeCohort } from "../../src/cohort/summary/summarize-cohort.js";
import { SUMMARY_TABLES } from "../../src/cohort/summary/summary-delimited.js";
import { summaryToText } from "../../src/cohort/summary/text/summary-text.js";
import { decodeNumbers } from "../../src/reports/case/json-numbers.js";
import { makeCohort } from "../support/cohort.js";
import { commandIn } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { voxmatch } = commandIn(folder);
let records: CaseRecord[];

beforeAll(async () => {
  records = await makeCohort(join(folder, "run"), { cases: 5, models: ["ours", "theirs"] });
});

describe("voxmatch summarize", () => {
  it("prints the summary of a run as a table", () => {
    const { status, stdout, stderr } = voxmatch("summarize", "run");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toBe(summaryToText(summarizeCohort(records)));
    expect(stdout).toMatch(/^5 cases, 2 models\nWhat counts: /);
    expect(stdout).toMatch(/ours · lesions( +\d+)+ +1 +0\n/);
    expect(stdout).toMatch(/Ranks and values over metrics and groups; .*\n +model +consensus +lesions +organs\n/);
    expect(stdout).toContain("lesions: ours − theirs");
    expect(stdout).toContain("More: --full");
    expect(stdout).toContain(
      "Note: 1 prediction by ours is missing or unusable and counts as the worst value: case-004.",
    );
    const full = voxmatch("summarize", "run", "--full").stdout;
    expect(full).toBe(summaryToText(summarizeCohort(records), { full: true }));
    expect(full).toContain("ours · lesions: 5 cases: 4 measured, 1 unusable (count as 0), 0 missing");
    expect(full).toContain("Leaderboard: lesions, pq by mean over 5 cases");
  });

  it("takes its options, and writes JSON that keeps what is no number", () => {
    const words = ["--by", "site", "--metrics", "pq,sq_hd95,prec", "--seed", "7", "--resamples", "199", "--quiet"];
    const { status, stdout, stderr } = voxmatch("summarize", "run", ...words);
    // hd95 was not asked for when the cases were evaluated.
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/The results have no sq_hd95/);
    const options = { by: "site", metrics: ["pq", "prec"], seed: 7, resamples: 199 };
    const done = voxmatch(
      "summarize",
      "run",
      ...[
        "--by",
        "site",
        "--metrics",
        "pq,prec",
        "--seed",
        "7",
        "--resamples",
        "199",
        "--output",
        "summary.json",
        "--quiet",
      ],
    );
    expect(done).toEqual({ status: 0, stdout: "", stderr: "" });
    const written: unknown = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"));
    expect(decodeNumbers(written)).toEqual(summarizeCohort(records, options));
  });

  it("writes a line for each model, group and metric as CSV and TSV", () => {
    for (const [name, delimiter] of [
      ["summary.csv", ","],
      ["summary.tsv", "\t"],
    ]) {
      expect(voxmatch("summarize", "run", "--metrics", "pq,rq", "--output", name, "--quiet").status).toBe(0);
      const lines = readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
      expect(lines[0].split(delimiter).slice(0, 5)).toEqual(["by", "model", "group", "metric", "n"]);
      expect(lines.slice(1).map((line) => line.split(delimiter).slice(1, 4).join(" "))).toEqual([
        "ours lesions pq",
        "ours lesions rq",
        "theirs lesions pq",
        "theirs lesions rq",
        "ours organs pq",
        "ours organs rq",
        "theirs organs pq",
        "theirs organs rq",
      ]);
    }
  });

  it("writes any table, or all into a folder, with the policy next to them", () => {
    expect(voxmatch("summarize", "run", "--table", "leaderboard", "-o", "board.csv", "-q").status).toBe(0);
    const [head, ...rows] = readFileSync(join(folder, "board.csv"), "utf8").trimEnd().split("\n");
    expect(head.split(",").slice(0, 6)).toEqual(["by", "group", "metric", "scheme", "rank", "model"]);
    const { ranks, what_counts, policy } = summarizeCohort(records);
    expect(rows.map((row) => row.split(",").slice(1, 7))).toEqual(
      ranks.map((row) => [row.group, row.metric, row.scheme, String(row.rank), row.model, String(row.value)]),
    );
    const said = JSON.parse(readFileSync(join(folder, "board.csv.policy.json"), "utf8"));
    expect(said).toMatchObject({ what_counts, policy });
    expect(voxmatch("summarize", "run", "--table", "all", "-f", "tsv", "-o", "tables", "-q").status).toBe(0);
    expect(readdirSync(join(folder, "tables")).sort()).toEqual(
      [...SUMMARY_TABLES.map((name) => `${name}.tsv`), "policy.json"].sort(),
    );
    const { stdout, stderr } = voxmatch("summarize", "run", "--table", "policy");
    expect(stdout.split("\n")[0]).toMatch(/^by,model,group,n_cases,n_measured,/);
    expect(stderr).toContain("What counts:");
  });

  it.each([
    [["nothing"], /nothing is no folder of a run/],
    [["run", "--table", "ranks"], /Option --table is "ranks", but must be one of metrics, policy, leaderboard/],
    [["run", "--table", "gaps", "--format", "json"], /has every table/],
    [["run", "--table", "all"], /need a folder/],
    [["run", "--by", "sight"], /Option by is "sight"/],
    [["run", "--resamples", "many"], /Option resamples is many/],
    [["run", "--interval", "normal"], /Option --interval is "normal", but must be one of bca, percentile, basic/],
    [["run", "--output", "summary.pdf"], /does not tell the format of the summary/],
  ])("refuses %j with status 2, and writes nothing", (words, message) => {
    const { status, stdout, stderr } = voxmatch("summarize", ...words);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, "summary.pdf"))).toBe(false);
  });

  it("takes the last of several records of a case, and leaves out a line that is cut", () => {
    const text = readFileSync(join(folder, "run", "cases.jsonl"), "utf8");
    const lines = text.trimEnd().split("\n");
    const path = join(folder, "run", "cases.jsonl");
    writeFileSync(path, `${text}${lines[0]}\n${lines[1].slice(0, 40)}`);
    const { status, stdout } = voxmatch("summarize", "run");
    writeFileSync(path, text);
    expect(status).toBe(0);
    expect(stdout).toBe(summaryToText(summarizeCohort(records)));
  });
});
