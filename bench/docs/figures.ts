import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { drawFigure } from "../../src/figures/figure.js";
import { PAGE, seriesColour } from "../../src/figures/palette.js";
import type { Contestant, ResultLine, ResultsByPart } from "../support/result.js";

/** In the order of the palette. */
const CONTESTANTS = ["release", "typescript", "read"] as const;
const NAMES: Partial<Record<Contestant, string>> = {
  release: "voxmatch",
  typescript: "plain TypeScript",
  read: "bare read",
};
const DASHES = ["", "6 3", "2 3"];
const SYMBOLS = ["circle", "square", "triangle"] as const;

/** The drawings of the performance page, as SVG, by the names of their files. */
export function drawFigures(results: ResultsByPart): Record<string, string> {
  const { voxels = [], instances = [], contents = [], files = [] } = results;
  return {
    "voxels.svg": growth(voxels, "voxels", {
      title: "Growth with voxels",
      description:
        "Whole evaluation of two u8 volumes, 100 balls, 6 % foreground: median time over the number of voxels.",
    }),
    "instances.svg": growth(instances, "instances", {
      title: "Growth with instances",
      description:
        "Whole evaluation of two u8 volumes of 256³, 6 % foreground: median time over the number of instances.",
    }),
    "contents.svg": drawContents(contents),
    "threads.svg": drawThreads(files),
  };
}

function growth(lines: readonly ResultLine[], key: "voxels" | "instances", texts: Texts): string {
  const series = CONTESTANTS.map((by) => lines.filter((line) => line.by === by));
  const ticks = [...new Set(lines.map((line) => line[key] ?? 0))];
  return svgOf(texts, {
    height: 360,
    x: { type: "log", label: key, labelArrow: "none", labelAnchor: "center", ticks, tickFormat: nameCount },
    marks: [
      series.map((own, i) => [
        Plot.line(own, {
          x: key,
          y: "medianMs",
          stroke: seriesColour(i),
          strokeWidth: 1.8,
          strokeDasharray: DASHES[i],
        }),
        Plot.dot(own, { x: key, y: "medianMs", fill: seriesColour(i), symbol: SYMBOLS[i], r: 4 }),
        nameAtEnd(own, key, NAMES[CONTESTANTS[i]] ?? "", i),
      ]),
    ],
  });
}

/** A line's name stands at its last point, so that no legend must be looked up. */
function nameAtEnd(own: readonly ResultLine[], x: string, name: string, index: number) {
  const text = { x, y: "medianMs", text: () => name, fill: seriesColour(index), fontWeight: "bold" } as const;
  return Plot.text(own.slice(-1), { ...text, textAnchor: "start", dx: 9 });
}

function drawContents(lines: readonly ResultLine[]): string {
  const names = [...new Set(lines.map(({ workload }) => workload))];
  const series = CONTESTANTS.map((by) => lines.filter((line) => line.by === by));
  const texts = {
    title: "What the volumes hold",
    description: "Whole evaluation of two volumes: median time by what is in them.",
  };
  return svgOf(texts, {
    height: 80 + 34 * names.length,
    marginLeft: 200,
    x: { ...MILLISECONDS, grid: true },
    y: { domain: names, label: null },
    marks: [
      series.map((own, i) =>
        Plot.dot(own, { x: "medianMs", y: "workload", fill: seriesColour(i), symbol: SYMBOLS[i], r: 5 }),
      ),
      series.map((own, i) =>
        Plot.text(own.slice(0, 1), {
          x: "medianMs",
          y: "workload",
          text: () => NAMES[CONTESTANTS[i]] ?? "",
          fill: seriesColour(i),
          fontWeight: "bold",
          dy: -14,
        }),
      ),
    ],
  });
}

function drawThreads(files: readonly ResultLine[]): string {
  const lines = files.filter(({ work, by }) => work === "read and evaluate, semantic" && by === "release");
  const names = [...new Set(lines.map(({ workload }) => workload))];
  const texts = {
    title: "Growth with threads",
    description: "Two .nii.gz files read and evaluated: median time with the files read in turn and at once.",
  };
  return svgOf(texts, {
    height: 380,
    marginRight: 250,
    x: {
      domain: [1, 2],
      ticks: [1, 2],
      tickFormat: String,
      label: "threads that read",
      labelArrow: "none",
      labelAnchor: "center",
    },
    marks: names.map((name, i) => {
      const own = lines.filter(({ workload }) => workload === name);
      return [
        Plot.line(own, { x: "threads", y: "medianMs", stroke: seriesColour(i), strokeWidth: 1.8 }),
        Plot.dot(own, { x: "threads", y: "medianMs", fill: seriesColour(i), r: 4 }),
        nameAtEnd(own, "threads", name, i),
      ];
    }),
  });
}

interface Texts {
  readonly title: string;
  readonly description: string;
}

const MILLISECONDS: Plot.ScaleOptions = {
  type: "log",
  label: "ms",
  labelArrow: "none",
  tickFormat: (ms: number) => String(ms),
};

function svgOf(texts: Texts, plot: Plot.PlotOptions): string {
  const { document } = parseHTML("<!doctype html><html></html>");
  const svg = drawFigure(
    { document, ...texts },
    { marginTop: 28, marginRight: 130, marginBottom: 42, marginLeft: 56, y: { ...MILLISECONDS, grid: true }, ...plot },
  );
  // The file stands alone: whoever shows it on a dark page must be able to read it.
  svg.setAttribute("style", `${svg.getAttribute("style")};background:${PAGE.light};font-family:system-ui,sans-serif`);
  return `${svg.outerHTML}\n`;
}

/** `16.8 M` */
function nameCount(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toPrecision(3)} M`;
  return count >= 1e4 ? `${(count / 1e3).toPrecision(3)} k` : String(count);
}
