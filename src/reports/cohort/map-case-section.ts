import { compareKeys, type DoneCase, keyOf } from "../../cohort/case-record.js";
import { formatNumber } from "../case/text.js";
import { doneCases } from "./cohort-values.js";
import { isolate } from "./isolate.js";
import { meanScore } from "./map-curves.js";
import { html, Markup } from "./markup.js";
import type { MapCaseSlices, ReportInput } from "./report-input.js";
import { table } from "./table.js";

/** How many of the worst maps a report shows. */
export const WORST_MAPS = 6;

/** Scores of a map that a table of the worst shows, where they are known. */
const SHOWN = ["ap", "auroc", "best_dice", "best_dice_threshold", "mass_accuracy", "best_pq", "brier"];

/** The mean of a score over the groups in which it has a value; NaN without one. */
export function mapScoreOf({ map }: Pick<DoneCase, "map">, key: string): number {
  return meanScore(Object.values(map?.groups ?? {}), key);
}

/** The cases whose maps have the lowest average precision. */
export function worstMaps(records: ReportInput["records"], count = WORST_MAPS): DoneCase[] {
  return doneCases(records)
    .map((record) => ({ record, ap: mapScoreOf(record, "ap") }))
    .filter(({ ap }) => !Number.isNaN(ap))
    .sort((a, b) => a.ap - b.ap || compareKeys(a.record, b.record))
    .slice(0, count)
    .map(({ record }) => record);
}

/** The worst maps, and slices of those whose volumes could be read; null without maps. */
export function worstMapSection({ records, mapSlices }: ReportInput): Markup | null {
  const worst = worstMaps(records);
  if (worst.length === 0) return null;
  const isMany = records.length > 1;
  return html`<section aria-labelledby="worst-maps"><h2 id="worst-maps">${isMany ? "Worst maps" : "The map in slices"}</h2>
<p class="faint">${isMany ? "The lowest average precision (AP). " : ""}Slices in which the map from its best Dice threshold on and the reference differ most; y rises upwards.</p>
<ul class="legend"><li><span class="heat" aria-hidden="true"></span>0 to the largest value of each map</li><li><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="#555"/><path d="M1 5h8" stroke="#fff" stroke-width="2"/></svg>outline of the reference</li></ul>
${worst.map((record) => caseBlock(record, mapSlices?.get(keyOf(record))))}
${isMany ? allMaps(doneCases(records)) : null}</section>`;
}

function nameOf({ case: id, model }: DoneCase): string {
  return model === null ? isolate(id) : `${isolate(id)} (${isolate(model)})`;
}

/** Every map by name. */
function allMaps(records: readonly DoneCase[]): Markup {
  const mapped = records.flatMap(({ map, ...record }) =>
    map === undefined ? [] : [{ ...record, groups: map.groups }],
  );
  const columns = [...new Set(mapped.flatMap((record) => Object.keys(record.columns)))];
  const keys = SHOWN.filter((key) =>
    mapped.some(({ groups }) => Object.values(groups).some(({ scores }) => key in scores)),
  );
  const rows = mapped.flatMap((record) =>
    Object.entries(record.groups).map(([group, { scores }]) => [
      ...[record.case, record.model ?? "", ...columns.map((column) => record.columns[column] ?? ""), group],
      ...keys.map((key) => formatNumber(scores[key])),
    ]),
  );
  return html`<details><summary>All maps: ${rows.length}</summary>
${table("Scores of every map", ["case", "model", ...columns, "group", ...keys], rows, (column) => column > columns.length + 2)}</details>`;
}

function caseBlock(record: DoneCase, found: MapCaseSlices | undefined): Markup {
  const name = nameOf(record);
  const groups = Object.entries(record.map?.groups ?? {});
  const keys = SHOWN.filter((key) => groups.some(([, { scores }]) => scores[key] !== undefined));
  return html`<div class="case"><h3>${name} — AP ${formatNumber(mapScoreOf(record, "ap"))}</h3>
${table(
  `Map of ${name}`,
  ["group", ...keys],
  groups.map(([group, { scores }]) => [group, ...keys.map((key) => formatNumber(scores[key]))]),
)}
${slicePictures(name, record, found)}</div>`;
}

function slicePictures(name: string, record: DoneCase, found: MapCaseSlices | undefined): Markup {
  if (found === undefined) return html`<p>No slices: the volumes were not read.</p>`;
  if ("problem" in found) return html`<p>No slices: ${found.problem}</p>`;
  if (found.slices.length === 0)
    return html`<p>No slices: the map has nothing above 0, and the reference is empty.</p>`;
  const { slices, anatomy } = found;
  return html`<p>The brightest colour stands for ${formatNumber(slices[0].peak)}, the largest value of this map.</p>${typeof anatomy === "string" ? html`<p>Without anatomy: ${anatomy}</p>` : null}<div class="slices">${slices.map(
    ({ z, largest, peak, reference, svg }) => {
      const text = `z = ${z}: largest value ${formatNumber(largest)}, ${reference} voxels of the reference`;
      const title = `${name}, slice z = ${z} of the map`;
      const said = `largest value ${formatNumber(largest)}, ${reference} voxels of the reference`;
      const alone = {
        name: ["map", record.case, record.model, `z${z}`],
        title,
        caption: `${title}: ${said}. Dark to light: 0 to ${formatNumber(peak)}, the map’s largest value; white line: outline of the reference.`,
        svg,
      };
      return html`<figure>${new Markup(svg, [alone])}<figcaption>${text}</figcaption></figure>`;
    },
  )}</div>`;
}
