import { expect, it } from "vitest";
import { figureFiles } from "../../../../src/reports/cohort/figure-files.js";
import { html, Markup } from "../../../../src/reports/cohort/markup.js";

const svg = '<svg width="10" height="10" viewBox="0 0 10 10" font-size="11"></svg>';
const named = (...name: (string | null)[]) => ({ name, title: "Title", caption: "Title: more.", svg });
const filesOf = (...names: (string | null)[][]) =>
  figureFiles(
    names.map((name) => named(...name)),
    "report",
  ).map(({ file }) => file);

it("names files after what they show, in letters that every file system takes", () => {
  expect(
    filesOf(
      ["leaderboard", "Lesion", "pq_dsc"],
      ["regions", null],
      ["slice", "../../a\\b:c?.nii.gz", "z3"],
      ["errors", "肿瘤"],
      ["errors", "Öl ﬁne"],
    ),
  ).toEqual([
    "leaderboard-lesion-pq_dsc.svg",
    "regions.svg",
    "slice-a-b-c-nii-gz-z3.svg",
    "errors-肿瘤.svg",
    "errors-öl-fine.svg",
    "figures.json",
  ]);
});

it("numbers figures whose names would be one, in their order", () => {
  const long = "x".repeat(300);
  const files = filesOf(["a", "B"], ["a", "b"], ["a-b-2"], ["a", "!b"], [long], [long]);
  expect(files.slice(0, 4)).toEqual(["a-b.svg", "a-b-2.svg", "a-b-2-2.svg", "a-b-3.svg"]);
  expect(files[4]).toBe(`${"x".repeat(56)}.svg`);
  expect(new Set(files).size).toBe(files.length);
});

it("takes figures from markup however deep they are, in their order", () => {
  const [first, second, third] = ["1", "2", "3"].map((name) => new Markup(svg, [named(name)]));
  const { figures } = html`<p>${[html`<i>${first}</i>`, null, [second]]}</p>${"text"}${third}`;
  expect(figures.map(({ name }) => name)).toEqual([["1"], ["2"], ["3"]]);
});
