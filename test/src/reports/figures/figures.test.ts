import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { distributions, quantile } from "../../../../src/reports/figures/distribution.js";
import { errorBars } from "../../../../src/reports/figures/error-bars.js";
import { type FigureOptions, shorten } from "../../../../src/reports/figures/figure.js";
import { intervals } from "../../../../src/reports/figures/intervals.js";
import { recallByVolume } from "../../../../src/reports/figures/recall-by-volume.js";
import { cornersOf, thresholdCurves } from "../../../../src/reports/figures/threshold-curves.js";
import { valueGrid } from "../../../../src/reports/figures/value-grid.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const HOSTILE = "<script>alert(1)</script>";
const options: FigureOptions = { document, title: HOSTILE, description: "a box and its whiskers" };

const FIGURES: Readonly<Record<string, () => SVGSVGElement>> = {
  thresholdCurves: () =>
    thresholdCurves(
      [
        {
          name: HOSTILE,
          corners: [
            [0, 1],
            [0.5, 1],
            [0.5, 0.2],
            [1, 0.2],
          ],
          autc: 0.6,
        },
      ],
      {
        ...options,
        quality: "PQ",
        threshold: 0.5,
      },
    ),
  valueGrid: () =>
    valueGrid(
      [
        { row: HOSTILE, column: "0.5", value: 0.25 },
        { row: "b", column: "0.5", value: null },
      ],
      {
        ...options,
        rowLabel: "",
        columnLabel: "threshold",
      },
    ),
  distributions: () => distributions([{ name: HOSTILE, values: [0, 0.5, Number.NaN, 1] }], { ...options, label: "pq" }),
  errorBars: () => errorBars([{ name: HOSTILE, count: 3, outcome: "split" }], options),
  intervals: () =>
    intervals([{ name: HOSTILE, value: 0.1, low: -0.1, high: 0.3 }], { ...options, label: "difference", reference: 0 }),
  recallByVolume: () => recallByVolume([{ series: HOSTILE, range: "0–50", recall: 0.5, references: 4 }], options),
};

describe.each(Object.entries(FIGURES))("%s", (_, draw) => {
  it("is one image with a name and a description, of any spelling", () => {
    const svg = draw();
    expect(svg.tagName.toLowerCase()).toBe("svg");
    expect(svg.getAttribute("role")).toBe("img");
    expect(svg.firstElementChild?.tagName.toLowerCase()).toBe("title");
    expect(svg.firstElementChild?.textContent).toBe(HOSTILE);
    expect(svg.querySelector("desc")?.textContent).toBe("a box and its whiskers");
    expect(svg.outerHTML).not.toContain("<script");
    expect(svg.outerHTML).not.toMatch(/NaN|undefined/);
  });
});

it("draws a corner for each end of an interval, and 0 where a quality is undefined", () => {
  const curve = [
    { from: 0, to: 0.25, tp: 1, fp: 0, fn: 0, pq: 0.8 },
    { from: 0.25, to: 1, tp: 0, fp: 0, fn: 0, pq: Number.NaN },
  ];
  expect(cornersOf(curve, "pq")).toEqual([
    [0, 0.8],
    [0.25, 0.8],
    [0.25, 0],
    [1, 0],
  ]);
});

it("shows what it has of a value, and a dash where there is none", () => {
  const texts = Array.from(FIGURES.valueGrid().querySelectorAll("text"), (text) => text.textContent);
  expect(texts).toEqual(expect.arrayContaining(["0.25", "–"]));
});

it("draws a dot for each case, and bins of them once they are many", () => {
  const draw = (n: number) =>
    distributions([{ name: "a", values: Array.from({ length: n }, (_, i) => i / n) }], { ...options, label: "pq" });
  expect(draw(100).querySelectorAll("circle")).toHaveLength(100);
  expect(draw(5000).querySelectorAll("circle")).toHaveLength(0);
  expect(draw(5000).outerHTML.length).toBeLessThan(20_000);
});

it("finds quantiles between values: of 1, 2, 4, 8 the median is (2 + 4) / 2", () => {
  expect(quantile([1, 2, 4, 8], 0.5)).toBe(3);
  // (4 − 1) · 0.75 = 2.25, so 4 + 0.25 · (8 − 4)
  expect(quantile([1, 2, 4, 8], 0.75)).toBe(5);
  expect(quantile([7], 0.25)).toBe(7);
});

it("shortens a long label in its middle, where ids differ least", () => {
  expect(shorten("subject-0123456789-session-42-run-7", 15)).toBe("subject…2-run-7");
  expect(shorten("short")).toBe("short");
});
