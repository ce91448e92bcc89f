/** Small helpers for drawing figures as SVG, legible on light and on dark pages. */

export type Point = readonly [x: number, y: number];

/** Fills for predictions that people with any colour vision can tell apart (Okabe and Ito), all light enough for black text. */
const FILLS = ["#56b4e9", "#e69f00", "#2fb68e", "#dd8ec0", "#e8d93c", "#f08a4b", "#9fb2c8", "#b7d66b"];

export function fillOf(label: number): string {
  return FILLS[(label - 1) % FILLS.length];
}

const STYLE = `
  text { font: 13px ui-sans-serif, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2328 }
  .page { fill: #ffffff; stroke: #d1d9e0 }
  .paper { fill: #f4f6f8 }
  .grid { stroke: #ffffff; stroke-width: 1 }
  .outline { fill: none; stroke: #1f2328; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round }
  .part { fill: none; stroke: #1f2328; stroke-width: 1.5; stroke-dasharray: 3 3 }
  .title { font-weight: 600; font-size: 14px }
  .small { font-size: 12px }
  .faint { fill: #59636e }
  .node { stroke: #1f2328; stroke-width: 2 }
  .reference { fill: #ffffff }
  .on-fill { fill: #111418; font-weight: 600 }
  .chosen { stroke: #1f2328; stroke-width: 3 }
  .candidate { stroke: #59636e; stroke-width: 1.6; stroke-dasharray: 6 4 }
  .below { stroke: #8c959f; stroke-width: 1.6; stroke-dasharray: 1.5 4; stroke-linecap: round }
  .halo { stroke: #ffffff; stroke-width: 5; stroke-linejoin: round; paint-order: stroke }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .page { fill: #0d1117; stroke: #30363d }
    .paper { fill: #1b222b }
    .grid { stroke: #0d1117; stroke-opacity: 0.3 }
    .outline, .part { stroke: #f0f6fc }
    .faint { fill: #9198a1 }
    .node { stroke: #f0f6fc }
    .reference { fill: #0d1117 }
    .on-fill { fill: #111418 }
    .chosen { stroke: #f0f6fc }
    .candidate { stroke: #9198a1 }
    .below { stroke: #7d8590 }
    .halo { stroke: #0d1117 }
  }
`;

/** A whole figure on a coloured page. */
export function svg(
  width: number,
  height: number,
  title: string,
  description: string,
  shapes: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...shapes,
    "</svg>\n",
  ].join("\n");
}

export function text([x, y]: Point, words: string, style = "", anchor: "start" | "middle" | "end" = "start"): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" class="${style}">${escapeText(words)}</text>`;
}

export function line([x1, y1]: Point, [x2, y2]: Point, style: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${style}"/>`;
}

export function rect([x, y]: Point, width: number, height: number, attributes: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${attributes}/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
