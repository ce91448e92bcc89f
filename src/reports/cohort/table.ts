import { html, Markup, type ReportFigure } from "./markup.js";

/** A cell: a number stands to the right. */
export type TableCell = string | number | Markup;

/** A table with a caption; the first cell of a row heads it. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly TableCell[])[],
  isNumeric: (column: number) => boolean = (column) => column > 0,
): Markup {
  const kind = (column: number) => (isNumeric(column) ? "number" : "text");
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((name, i) => html`<th scope="col" class="${kind(i)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) =>
        i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${kind(i)}">${cell}</td>`,
      )}</tr>
`,
  )}</tbody></table></div>`;
}

/** More rows than these would push what comes after them out of sight. */
const MANY_ROWS = 40;

/** A table, folded on screens if it is long; paper has it in full. */
export function folded(rows: number, name: string, content: Markup): Markup {
  return rows < MANY_ROWS ? content : html`<details class="paper"><summary>${name}</summary>${content}</details>`;
}

/** A figure, its caption, and the numbers behind it for readers who cannot see it or want to copy them. */
export function figure(
  { svg: { outerHTML: svg }, ...rest }: Omit<ReportFigure, "svg"> & { readonly svg: SVGSVGElement },
  fallback: Markup,
): Markup {
  const { caption } = rest;
  return html`<figure><div class="scroll drawing" role="group" aria-label="Figure: ${caption}" tabindex="0">${new Markup(svg, [{ ...rest, svg }])}</div>
<figcaption>${caption}</figcaption>
<details><summary>The numbers as a table</summary>${fallback}</details></figure>
`;
}
