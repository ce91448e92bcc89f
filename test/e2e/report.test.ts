import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import type { CaseRecord } from "../../src/cohort/case-record.js";
import { HOSTILE, makeCohort } from "../support/cohort.js";
import { expectFigures } from "../support/figure-files.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "src", "cli", "main.js");
const folder = temporaryFolder();

function report(...words: string[]) {
  const command = [COMMAND, "report", ...words];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
  return { status, stderr };
}

function open(path: string) {
  const text = readFileSync(path, "utf8");
  return { text, document: parseHTML(text).document as unknown as Document };
}

/** Captions of tables, and the reports that must hold each. */
const CAPTIONS = [
  { of: /^Instances, added over all cases$/, in: ["cohort"] },
  { of: /^Instances$/, in: ["case"] },
  { of: /^What the cases count for$/, in: ["cohort"] },
  { of: /^[^:]+ over cases$/, in: ["cohort"] },
  { of: /^Leaderboard: PQ, ./, in: ["cohort"] },
  { of: /^Significantly better by PQ, ./, in: ["cohort"] },
  { of: /^Ranks by PQ, .+ over ranking schemes$/, in: ["cohort"] },
  { of: /^Podium by PQ, ./, in: ["cohort"] },
  { of: /^Consensus: mean of ranks over metrics and groups/, in: ["cohort"] },
  { of: /^Agreement of counts and volumes: prediction − reference$/, in: ["cohort"] },
  { of: /^PQ, .+, of every case$/, in: ["cohort"] },
  { of: /^Every metric by group$/, in: ["case"] },
  { of: /^Mean panoptic quality by matching threshold$/, in: ["cohort", "case"] },
  { of: /^References by kind of error: ./, in: ["cohort", "case"] },
  { of: /^Predictions by kind of error: ./, in: ["cohort", "case"] },
  { of: /^Cost in PQ of each kind of error$/, in: ["cohort", "case"] },
  { of: /^Recall by the volume of the reference$/, in: ["cohort"] },
  { of: /^Differences of mean PQ, ./, in: ["cohort"] },
  { of: /^Ranks by PQ, .+ when cases are drawn anew$/, in: ["cohort"] },
  { of: /^Groups of ./, in: ["cohort", "case"] },
  { of: /^3 of 24 cases could not be evaluated/, in: ["cohort"] },
] as const;

/** Every table and figure says what it is of. */
function expectCaptions(document: Document, kind: "cohort" | "case"): void {
  const captions = Array.from(
    document.querySelectorAll("table"),
    (table) => table.querySelector("caption")?.textContent,
  );
  for (const caption of captions) {
    const found = CAPTIONS.filter(({ of }) => of.test(caption ?? ""));
    expect(found, `a table of "${caption}"`).toHaveLength(1);
    expect(found[0].in, caption ?? "").toContain(kind);
  }
  for (const { of, in: kinds } of CAPTIONS) {
    if (kinds.some((each) => each === kind))
      expect(
        captions.some((caption) => of.test(caption ?? "")),
        `${of}`,
      ).toBe(true);
  }
  const titles: string[] = [];
  for (const figure of document.querySelectorAll("figure")) {
    const title = figure.querySelector("svg[role=img] > title")?.textContent ?? "";
    const caption = figure.querySelector("figcaption")?.textContent ?? "";
    titles.push(title);
    if (figure.closest(".slices") === null) {
      // The caption is the title, and what there is to say beyond it.
      expect(title).toMatch(/^[A-Z].{10,}/);
      expect(caption.slice(0, title.length)).toBe(title);
      expect(caption.slice(title.length)).toMatch(/^(\.|[:.,] .+\.)$/);
    } else {
      const [, z] = /^.+, slice z = (\d+)$/s.exec(title) ?? [];
      expect(caption).toMatch(new RegExp(`^z = ${z}: \\d+ voxels of both, \\d+ missed, \\d+ spurious$`));
    }
  }
  expect(new Set(titles).size).toBe(titles.length);
}

/** Expectations of every report. */
function expectSelfContained({ text, document }: ReturnType<typeof open>): void {
  for (const tag of ["script", "link", "img", "iframe", "object", "embed", "base"]) {
    expect(document.querySelectorAll(tag), tag).toHaveLength(0);
  }
  // A namespace is a name, never a place to load from.
  const addresses = Array.from(text.matchAll(/https?:\/\/[^"'\s<)]+/g), ([address]) => address);
  expect(new Set(addresses)).toEqual(new Set(["http://www.w3.org/2000/svg"]));
  expect(text).not.toMatch(/url\((?!#)|@import|\son\w+="/);
  for (const link of document.querySelectorAll("a")) {
    const target = link.getAttribute("href") ?? "";
    expect(target).toMatch(/^#/);
    expect(document.getElementById(target.slice(1)), target).not.toBeNull();
  }
  expect(document.querySelectorAll("h1")).toHaveLength(1);
  for (const table of document.querySelectorAll("table")) {
    for (const head of table.querySelectorAll("th")) expect(head.getAttribute("scope")).toMatch(/^(col|row)$/);
  }
  for (const figure of document.querySelectorAll("figure")) {
    if (figure.closest(".slices") === null) expect(figure.querySelectorAll("details table").length).toBe(1);
  }
}

describe("voxmatch report of a cohort", () => {
  const cohort = join(folder, "cohort");
  const output = join(folder, "report.html");
  let records: CaseRecord[];
  beforeAll(async () => {
    records = await makeCohort(cohort, { cases: 8, models: ["first", "second", HOSTILE] });
  });

  it("is complete in itself, and every figure has its numbers as a table", () => {
    expect(report(cohort, "--output", output)).toEqual({ status: 0, stderr: "" });
    const page = open(output);
    expectSelfContained(page);
    expectCaptions(page.document, "cohort");
    expect(page.document.querySelectorAll("figure").length).toBeGreaterThan(20);
    const headings = Array.from(page.document.querySelectorAll("h2"), ({ textContent }) => textContent);
    expect(headings).toEqual([
      "Summary",
      "Ranking and comparison of models",
      "Metrics over cases",
      "Agreement of counts and volumes",
      "Sensitivity to the threshold",
      "Kinds of error",
      "Recall by volume",
      "Worst cases",
      "All cases",
      "Failures",
      "Configuration and definitions",
    ]);
  });

  it("writes every figure as a file by itself, and replaces those that are there", () => {
    const figures = join(folder, "figures");
    const again = join(folder, "again.html");
    expect(report(cohort, "--output", again, "--figures", figures)).toEqual({ status: 0, stderr: "" });
    const { text, document } = open(again);
    expect(text).toBe(readFileSync(output, "utf8"));
    const files = expectFigures(figures, document).map(({ file }) => file);
    for (const name of [
      "leaderboard-lesions-pq",
      "distribution-sq",
      "agreement-volume-first-lesions",
      "threshold-curves",
    ])
      expect(files).toContain(`${name}.svg`);
    const drawing = join(figures, "threshold-curves.svg");
    const before = readFileSync(drawing, "utf8");
    writeFileSync(drawing, "old");
    writeFileSync(join(figures, "own.svg"), "kept");
    expect(report(cohort, "--output", again, "--figures", figures)).toEqual({ status: 0, stderr: "" });
    expect(readFileSync(drawing, "utf8")).toBe(before);
    expect(readFileSync(join(figures, "own.svg"), "utf8")).toBe("kept");
    expect(readdirSync(figures)).toHaveLength(files.length + 2);
  });

  it("leaves a folder as it was where one file cannot be written", () => {
    const figures = join(folder, "blocked");
    mkdirSync(join(figures, "threshold-curves.svg"), { recursive: true });
    const blocked = join(folder, "blocked.html");
    const { status, stderr } = report(cohort, "--output", blocked, "--figures", figures);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: .+blocked cannot be written: threshold-curves\.svg in it is a folder\. /);
    expect(readdirSync(figures)).toEqual(["threshold-curves.svg"]);
    expect(existsSync(blocked)).toBe(false);
  });

  it("shows hostile names as the text that they are", () => {
    const { document, text } = open(output);
    expect(text).not.toContain("<script");
    expect(document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content")).toContain(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
    expect(text).not.toContain("<img");
    expect(document.querySelector("main")?.textContent).toContain(HOSTILE);
    expect(document.querySelector("#failures")?.parentElement?.textContent).toContain("<b>its header</b>");
  });

  it("says the numbers of the records", () => {
    const { document } = open(output);
    const rowsOf = (caption: string) =>
      Array.from(document.querySelectorAll("caption"))
        .find(({ textContent }) => textContent === caption)
        ?.closest("table")
        ?.querySelectorAll("tbody tr");
    const rowOf = (caption: string) =>
      Array.from(rowsOf(caption) ?? []).find(({ children }) => children[0].textContent === "first · lesions");
    const own = records.flatMap((one) => (one.status === "done" && one.model === "first" ? [one.groups.lesions] : []));
    const sum = (key: "n_ref_instances" | "n_pred_instances" | "tp" | "fp" | "fn") =>
      String(own.reduce((total, result) => total + result[key], 0));
    // One case has no result of any model: it counts, but its references are not known, which is said.
    expect(document.body.textContent).toContain("The reference of 1 case is not known");
    expect(
      Array.from(rowOf("Instances, added over all cases")?.children ?? [], ({ textContent }) => textContent),
    ).toEqual([
      "first · lesions",
      "8",
      ...(["n_ref_instances", "n_pred_instances", "tp", "fp", "fn"] as const).map(sum),
    ]);
    const failures = document.querySelector("#failures")?.parentElement?.querySelectorAll("tbody tr");
    expect(failures).toHaveLength(3);
    const mean = own.reduce((total, { pq }) => total + (pq ?? Number.NaN), 0) / (own.length + 1);
    expect(rowOf("PQ over cases")?.children[5].textContent).toBe(mean.toFixed(3));
    const costs = Array.from(document.querySelectorAll("caption"))
      .find(({ textContent }) => textContent === "Cost in PQ of each kind of error")
      ?.closest("table");
    const missed = own.flatMap(({ taxonomy }) => taxonomy?.pq_cost.absent_ref ?? []).filter(Number.isFinite);
    const column = Array.from(costs?.querySelectorAll("th[scope=col]") ?? []).findIndex(
      (th) => th.textContent === "absent (ref.)",
    );
    const cost = missed.reduce((total, one) => total + one, 0) / missed.length;
    expect(cost).toBeGreaterThan(0.01);
    expect(costs?.querySelector("tbody tr")?.children[column].textContent).toBe(cost.toFixed(3));
    const kinds = Array.from(rowsOf("References by kind of error: first · lesions") ?? [], ({ children }) =>
      Array.from(children, ({ textContent }) => textContent),
    );
    const free = own.reduce((total, { taxonomy }) => total + (taxonomy?.references.none.n ?? 0), 0);
    expect(kinds.find(([kind]) => kind === "none")).toEqual(["none", String(free)]);
    expect(document.body.textContent).toContain(`are matched and ${sum("fn")} are missed.`);
  });

  it("gives the mean of groups, each of which counts alike", () => {
    const rows = Array.from(open(output).document.querySelectorAll("tr"), (row) => row.textContent ?? "");
    const ofGroups = rows.filter((text) => text.includes("mean of 2 groups"));
    // Of each metric, one for each model.
    expect([ofGroups.length > 0, ofGroups.length % 3]).toEqual([true, 0]);
    expect(ofGroups.some((text) => /^\s*first · mean of 2 groups\s*0\.\d+/.test(text))).toBe(true);
  });

  it("draws slices of the worst cases, and says where it cannot", () => {
    expect(open(output).document.querySelectorAll(".slices svg").length).toBeGreaterThanOrEqual(6);
    const path = records.flatMap((one) => (one.status === "done" ? [one.inputs.reference.path ?? ""] : []));
    for (const one of new Set(path)) rmSync(one);
    const second = join(folder, "without-volumes.html");
    expect(report(cohort, "--output", second)).toEqual({ status: 0, stderr: "" });
    const { document } = open(second);
    expect(document.querySelectorAll(".slices svg")).toHaveLength(0);
    expect(document.querySelector("#worst")?.parentElement?.textContent).toContain("No slices: ");
  });

  it("takes a run whose last line was cut", () => {
    const path = join(cohort, "cases.jsonl");
    writeFileSync(path, `${readFileSync(path, "utf8")}{"case":"cut`);
    expect(report(cohort, "--no-slices", "--output", output)).toEqual({ status: 0, stderr: "" });
  });
});

describe("voxmatch report of one evaluation", () => {
  it("shows the case, its configuration and definitions", () => {
    const [json, output] = [join(folder, "case.json"), join(folder, "case.html")];
    const pair = ["-r", join("examples", "reference.nii.gz"), "-p", join("examples", "prediction.nii.gz")];
    const words = [COMMAND, "evaluate", ...pair, "--autc", "exact", "--quiet", "--output", json];
    expect(spawnSync(process.execPath, words, { cwd: ROOT }).status).toBe(0);
    const figures = join(folder, "case-figures");
    const named = ["--title", "One <case>", "--figures", figures];
    expect(report(json, "--output", output, ...named)).toEqual({ status: 0, stderr: "" });
    const page = open(output);
    expect(expectFigures(figures, page.document).filter(({ file }) => /^slice-.+-z\d+\.svg$/.test(file))).toHaveLength(
      3,
    );
    expectSelfContained(page);
    expectCaptions(page.document, "case");
    expect(page.document.querySelector("h1")?.textContent).toBe("One <case>");
    expect(page.document.querySelectorAll(".slices svg")).toHaveLength(3);
    expect(page.document.querySelector("#configuration")?.parentElement?.textContent).toContain('"autc": "exact"');
    expect(page.document.querySelectorAll("dl.definitions dt").length).toBeGreaterThan(2);
  });
});

it.each([
  ["nowhere", /^error: There is nothing at nowhere\./],
  ["src", /^error: src is no folder of a run/],
  ["package.json", /^error: This JSON is no result of voxmatch/],
])("refuses %s", (results, message) => {
  const output = join(folder, "refused.html");
  const { status, stderr } = report(results, "--output", output);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(existsSync(output)).toBe(false);
});

it.each([
  ["package.json", /^error: package\.json cannot be written: it is no folder\. Name a folder\./],
  [
    join("nowhere", "figures"),
    /^error: nowhere.figures cannot be written: there is no folder nowhere\. Make it first\./,
  ],
])("refuses figures in %s before any work", (figures, message) => {
  const { status, stderr } = report("nowhere", "--output", join(folder, "refused.html"), "--figures", figures);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});
