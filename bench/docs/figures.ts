import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { drawFigure } from "../../src/reports/figures/figure.js";
import { PAGE, seriesColour } from "../../src/reports/figures/palette.js";
import type { Contestant, ResultLine, ResultsByPart } from "../support/result.js";

/** In the order of the palette. */
const CONTESTANTS = ["release", "typescript", "read"] as const;
const NAMES: Partial<Record<Contestant, string>> = {
  release: "voxmatch",
  typescript: "plain TypeScript",
  read: "bare read",
};
const DASHES = ["", "6 3", "2 3"];
const MARKS = ["●", "■", "▲"];
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
  const series = CONTESTANTS.map((by) => onOneThread(lines, by));
  const ticks = [...new Set(lines.map((line) => line[key] ?? 0))];
  const { y, shifts } = layOut(lines, series);
  return svgOf(texts, {
    height: HEIGHT,
    x: { type: "log" },
    y,
    marks: [
      // Given as text, because a logarithmic axis names only the ticks that it likes.
      Plot.axisX(ticks, { text: nameCount, label: key, labelArrow: "none", labelAnchor: "center" }),
      series.map((own, i) => [
        Plot.line(own, {
          x: key,
          y: "medianMs",
          stroke: seriesColour(i),
          strokeWidth: 1.8,
          strokeDasharray: DASHES[i],
        }),
        Plot.dot(own, { x: key, y: "medianMs", fill: seriesColour(i), symbol: SYMBOLS[i], r: 4 }),
        nameAtEnd(own, key, NAMES[CONTESTANTS[i]] ?? "", i, shifts[i]),
      ]),
    ],
  });
}

/** A line's name stands at its last point, so that no legend must be looked up. */
function nameAtEnd(own: readonly ResultLine[], x: string, name: string, index: number, dy: number) {
  const text = { x, y: "medianMs", text: () => name, fill: seriesColour(index), fontWeight: "bold" } as const;
  return Plot.text(own.slice(-1), { ...text, textAnchor: "start", dx: 9, dy });
}

/** The axis of times, and how far down the name of each series moves so that none covers another. */
function layOut(lines: readonly ResultLine[], series: readonly (readonly ResultLine[])[]) {
  const times = lines.map(({ medianMs }) => medianMs);
  const [low, high] = [0.9 * Math.min(...times), 1.1 * Math.max(...times)];
  const pixel = (ms: number) =>
    ((HEIGHT - MARGINS.marginTop - MARGINS.marginBottom) * Math.log(high / ms)) / Math.log(high / low);
  const ends = series.map((own, i) => ({ i, at: pixel(own[own.length - 1]?.medianMs ?? low) }));
  const shifts = series.map(() => 0);
  let lowest = Number.NEGATIVE_INFINITY;
  for (const { i, at } of ends.sort((a, b) => a.at - b.at)) {
    lowest = Math.max(at, lowest + NAME_HEIGHT);
    shifts[i] = lowest - at;
  }
  return { y: { ...MILLISECONDS, domain: [low, high], grid: true }, shifts };
}

function drawContents(lines: readonly ResultLine[]): string {
  const names = [...new Set(lines.map(({ workload }) => workload))];
  const series = CONTESTANTS.map((by) => onOneThread(lines, by));
  const texts = {
    title: "Contents of the volumes",
    description: "Whole evaluation of two volumes: median time by content.",
  };
  return svgOf(texts, {
    height: 80 + 34 * names.length,
    marginLeft: 220,
    marginTop: 34,
    x: { ...MILLISECONDS, grid: true },
    y: { domain: names, label: null },
    marks: [
      series.map((own, i) =>
        Plot.dot(own, { x: "medianMs", y: "workload", fill: seriesColour(i), symbol: SYMBOLS[i], r: 5 }),
      ),
      // Above the rows instead of next to points, which may overlap.
      CONTESTANTS.map((by, i) =>
        Plot.text([`${MARKS[i]} ${NAMES[by]}`], {
          frameAnchor: "top-left",
          textAnchor: "start",
          dx: 130 * i,
          dy: -20,
          fill: seriesColour(i),
          fontWeight: "bold",
        }),
      ),
    ],
  });
}

function drawThreads(files: readonly ResultLine[]): string {
  const lines = files.filter(({ work, by }) => work === "read and evaluate, semantic" && by === "release");
  const names = [...new Set(lines.map(({ workload }) => workload))];
  const series = names.map((name) => lines.filter(({ workload }) => workload === name));
  const { y, shifts } = layOut(lines, series);
  const texts = {
    title: "Growth with threads",
    description: "Two .nii.gz files read and evaluated: median time with the files read in turn and at once.",
  };
  return svgOf(texts, {
    height: HEIGHT,
    marginRight: 260,
    y,
    x: {
      domain: [1, 2],
      ticks: [1, 2],
      tickFormat: String,
      label: "threads that read",
      labelArrow: "none",
      labelAnchor: "center",
    },
    marks: names.map((name, i) => {
      const own = series[i];
      return [
        Plot.line(own, { x: "threads", y: "medianMs", stroke: seriesColour(i), strokeWidth: 1.8 }),
        Plot.dot(own, { x: "threads", y: "medianMs", fill: seriesColour(i), r: 4 }),
        nameAtEnd(own, "threads", name, i, shifts[i]),
      ];
    }),
  });
}

interface Texts {
  readonly title: string;
  readonly description: string;
}

const HEIGHT = 360;
const NAME_HEIGHT = 15;
const MARGINS = { marginTop: 28, marginRight: 130, marginBottom: 42, marginLeft: 56 } as const;

const MILLISECONDS: Plot.ScaleOptions = {
  type: "log",
  label: "ms",
  labelArrow: "none",
  tickFormat: (ms: number) => String(ms),
};

function svgOf(texts: Texts, plot: Plot.PlotOptions): string {
  const { document } = parseHTML("<!doctype html><html></html>");
  const svg = drawFigure({ document, ...texts }, { ...MARGINS, ...plot });
  // Rules for pages that hold the drawing itself.
  svg.querySelector("style")?.remove();
  // The file stands alone, and must be readable on a dark page.
  svg.setAttribute("style", `${svg.getAttribute("style")};background:${PAGE.light};font-family:system-ui,sans-serif`);
  return `${svg.outerHTML}\n`;
}

/** `17 M` */
function nameCount(count: number): string {
  if (count >= 1e6) return `${Math.round(count / 1e6)} M`;
  return count >= 1e4 ? `${Math.round(count / 1e3)} k` : String(count);
}

function onOneThread(lines: readonly ResultLine[], by: string): ResultLine[] {
  return lines.filter((line) => line.by === by && (line.threads ?? 1) === 1);
}
