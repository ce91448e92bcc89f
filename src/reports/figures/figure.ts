import * as Plot from "@observablehq/plot";

/** Options of every figure. */
export interface FigureOptions {
  /** Makes the elements: the page's own, or linkedom's where there is no page. */
  readonly document: Document;
  /** A short name, which a screen reader says. */
  readonly title: string;
  /** A sentence on the content; empty if the title says all. */
  readonly description?: string;
  /** Pixels; 640 by default. */
  readonly width?: number;
}

export const DEFAULT_WIDTH = 640;

/** Draws with the look that all figures share, and gives the drawing its name and description. */
export function drawFigure(options: FigureOptions, plot: Plot.PlotOptions): SVGSVGElement {
  const { document, title, description = "", width = DEFAULT_WIDTH } = options;
  const style = { fontSize: "12px", background: "none", overflow: "visible" };
  const drawn = Plot.plot({ document, width, style, ...plot });
  // Without a legend, caption or title of Plot's own, the drawing is one SVG element.
  const svg = drawn as unknown as SVGSVGElement;
  svg.setAttribute("role", "img");
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  // The drawing is one image with a name; Plot's labels of its groups would be names without a role.
  for (const group of svg.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
  const texts = [
    ["desc", description],
    ["title", title],
  ] as const;
  for (const [tag, text] of texts) {
    if (text === "") continue;
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    element.textContent = text;
    svg.insertBefore(element, svg.firstChild);
  }
  return svg;
}

/** Room for the longest of some labels, within bounds; a digit or letter of 12 px takes at most about 7.2 px on average. */
export function labelRoom(labels: readonly string[], most = 200): number {
  return Math.min(most, Math.max(40, ...labels.map((label) => 14 + 7.2 * [...label].length)));
}

/** A label that fits into `most` characters: its middle is left out, because ids tend to differ at their ends. */
export function shorten(label: string, most = 28): string {
  const letters = [...label];
  if (letters.length <= most) return label;
  const half = Math.floor((most - 1) / 2);
  return `${letters.slice(0, half).join("")}…${letters.slice(-half).join("")}`;
}
