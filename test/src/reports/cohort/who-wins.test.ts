import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { CaseRecord } from "../../../../src/cohort/case-record.js";
import { summaryOf } from "../../../../src/cohort/summary/settled-cohort.js";
import { summaryMetricOf } from "../../../../src/cohort/summary/summary-metrics.js";
import type { SummarizeOptions } from "../../../../src/cohort/summary/summary-options.js";
import { cohortReport, settleRecords } from "../../../../src/reports/cohort/cohort-report.js";
import { worstCases } from "../../../../src/reports/cohort/cohort-values.js";
import { distinct, halfSubmitted, healthy, lazy, shuffled, teams } from "../../../support/cohort-traps.js";

/** A report as a reader sees it: tables by the beginning of their captions. */
function reportOf(records: readonly CaseRecord[], summarize: SummarizeOptions = {}) {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const input = { title: "t", records, summarize: { resamples: 199, ...summarize }, options: null };
  const { text } = cohortReport(
    { ...input, definitions: {}, notes: [], engine: null, slices: new Map() },
    document as unknown as Document,
  );
  const page = parseHTML(text).document;
  const tables = [...page.querySelectorAll("table")].map((table) => ({
    caption: table.querySelector("caption")?.textContent ?? "",
    rows: [...table.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? ""),
    ),
  }));
  const settled = settleRecords(input);
  return {
    rowsOf: (caption: string) => tables.find((table) => table.caption.startsWith(caption))?.rows ?? [],
    textOf: (id: string) => page.querySelector(`#${id}`)?.parentElement?.textContent ?? "",
    worstOnes: [...page.querySelectorAll("#worst ~ .case h3")].map((heading) => heading.textContent),
    figures: [...page.querySelectorAll("#models ~ .figures svg > title")].map((one) => one.textContent),
    warnings: [...page.querySelectorAll(".warning")].map((one) => one.textContent),
    summary: summaryOf(settled),
    worst: worstCases(settled, records, 6).map(({ case: id, model }) => `${id} (${model})`),
  };
}

describe("a report has the right winner", () => {
  it.each([
    [5, 7, 1],
    [8, 4, 2],
  ])(
    "where a model raises a false alarm in every healthy scan: %i sick, %i healthy, order %i",
    async (sick, well, seed) => {
      const records = shuffled(await healthy(sick, well), seed);
      const { rowsOf, worstOnes, textOf, warnings, summary } = reportOf(records, {
        compare: ["pq", "sq_hd95", "autc_pq"],
      });
      for (const metric of ["pq", "sq_hd95", "autc_pq"]) {
        expect(
          rowsOf(`Leaderboard: ${summaryMetricOf(metric).name}`).map(([model, rank]) => `${rank} ${model}`),
        ).toEqual(["1 careful", "2 alarmist"]);
      }
      const counts = rowsOf("What the cases count for").map((row) => row.join(" "));
      expect(counts).toEqual([
        `alarmist ${sick + well} ${sick} 0 ${well} 0 0 0`,
        `careful ${sick + well} ${sick} ${well} 0 0 0 0`,
      ]);
      expect(textOf("summary")).toContain(summary.what_counts);
      expect(worstOnes.slice(0, Math.min(well, 6)).every((name) => name?.includes("(alarmist) — PQ 0.000"))).toBe(true);
      // The curves over thresholds say the same: `careful` has its healthy scans at 1 everywhere.
      const areas = rowsOf("Mean panoptic quality by matching threshold").map(([model, , area]) => [
        model,
        Number(area),
      ]);
      const area = new Map(areas as [string, number][]);
      expect(area.get("careful")).toBeGreaterThan(area.get("alarmist") ?? 1);
      expect(warnings).toEqual([]);
    },
  );

  it.each([8, 13])("where a model predicts nothing where it is hard: %i cases", async (cases) => {
    const { rowsOf, worst, worstOnes } = reportOf(shuffled(await lazy(cases), 4), { compare: ["pq", "sq_hd95"] });
    for (const metric of ["pq", "sq_hd95"]) {
      const [first, second] = rowsOf(`Leaderboard: ${summaryMetricOf(metric).name}`);
      expect([first[0], second[0]]).toEqual(["honest", "lazy"]);
      expect(first.at(-1)).toBe("1 of 1");
    }
    expect(worst.every((name) => name.endsWith("(lazy)"))).toBe(true);
    expect(worstOnes).toEqual(worst.map((name) => `${name} — PQ 0.000`));
  });

  it("where a model submits half of the cases, whose absence is said", () => {
    const { two, third } = halfSubmitted(14);
    const both = reportOf(shuffled([...two, ...third], 6));
    expect(both.rowsOf("Leaderboard: PQ").map(([model, rank]) => `${rank} ${model}`)).toEqual(["1 A", "2 B", "3 C"]);
    expect(both.rowsOf("Leaderboard: PQ")[2][6]).toBe("7");
    expect(both.textOf("summary")).toContain("7 predictions by C are missing");
    expect(both.rowsOf("PQ, g, of every case")[0].at(-1)).toBe("0.000 x");
    const old = reportOf([...two, ...third], { undefined: "omit" });
    // Above the tables and next to the ranks.
    expect(old.warnings).toHaveLength(2);
    expect(old.warnings[0]).toContain("The models’ means are of different cases");
  });

  it("among models that differ beyond doubt, and draws every figure of a ranking", () => {
    const { rowsOf, figures, textOf } = reportOf(distinct(14, 20, 3), { test: "permutation" });
    const board = rowsOf("Leaderboard: PQ");
    expect(board.map(([model]) => model)).toEqual(Array.from({ length: 14 }, (_, m) => `t${m}`));
    expect(board.map((row) => row.at(-1))).toEqual(Array.from({ length: 14 }, (_, m) => `${13 - m} of 13`));
    expect(figures).toEqual([
      "Ranks by PQ, g when cases are drawn anew",
      "Significantly better by PQ, g",
      "Ranks by PQ, g over ranking schemes",
      "Differences of mean PQ, g",
    ]);
    expect(textOf("models")).toContain("The best 10 of 14; the table has all.");
    // Tables below the figures have all models, also those that figures leave out.
    expect(rowsOf("Ranks by PQ, g when")).toHaveLength(14);
    expect(rowsOf("Ranks by PQ, g over")).toHaveLength(14);
  });

  it("of a challenge with sites, missing cases and a broken file, all of it as summarize has it", () => {
    const records = shuffled(teams(4, 24, 5, 3), 8);
    const { rowsOf, figures, textOf, summary } = reportOf(records, { by: "site", cluster: "patient" });
    const board = rowsOf("Leaderboard: PQ");
    const ranks = summary.ranks.filter(({ by }) => by === null);
    expect(board[0][0]).toBe("team0");
    expect(board.map(([model, rank, value]) => [model, rank, value])).toEqual(
      ranks.map(({ model, rank, value }) => [model, String(rank), value.toFixed(3)]),
    );
    expect(figures).toContain("Podium by PQ, g");
    expect(rowsOf("PQ by site")).toHaveLength(4 * 3);
    expect(rowsOf("Gaps between the values of site")).toHaveLength(4);
    expect(rowsOf("Consensus: mean of ranks over the values of site")[0][0]).toBe("team0");
    expect(rowsOf("PQ, g, of every case")).toHaveLength(24);
    expect(textOf("failures")).toContain("team2/c007.nii is cut off.");
    expect(textOf("worst")).toContain("6 cases without a usable prediction have no slices.");
  });
});
