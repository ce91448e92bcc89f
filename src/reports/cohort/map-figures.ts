import type { CaseRecord } from "../../cohort/case-record.js";
import type { MapGroupRecord } from "../../cohort/maps/map-record.js";
import type { MapSummary, RegionSummaryRow } from "../../cohort/maps/map-summary.js";
import { interval } from "../../cohort/summary/text/text-table.js";
import { formatCount, formatNumber } from "../case/text.js";
import { curveFigure } from "../figures/mean-curves.js";
import { regionBars } from "../figures/region-bars.js";
import { MAP_CURVES, type MapCurve, meanMapCurve, meanScore, pooledReliability } from "./map-curves.js";
import { html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

/** Regions that a figure shows. */
const MOST_REGIONS = 20;

/** Places at which a table gives a curve. */
const SHOWN_PLACES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** The maps of a model against one group of the reference. */
interface MapSeries {
  /** Empty for the only one. */
  readonly name: string;
  readonly groups: readonly MapGroupRecord[];
}

/** Curves over the threshold and the reliability of probabilities, as means over cases; null without any. */
export function mapFigures(records: readonly CaseRecord[], document: Document): Markup | null {
  const series = seriesOf(records);
  const figures = [
    ...MAP_CURVES.map((curve) => curveFigureOf(curve, series, document)),
    reliabilityFigure(series, document),
  ].filter((each) => each !== null);
  if (figures.length === 0) return null;
  return html`<h3>Curves over the threshold</h3>
<p class="faint">${records.length > 1 ? "Means over cases at each place; bands hold the middle half of the cases. " : ""}Curves are drawn through at most curvePoints of the thresholds; areas in the scores are of all. Maps of relevance are compared by the share of their largest value.</p>
<div class="figures">${figures}</div>`;
}

function seriesOf(records: readonly CaseRecord[]): MapSeries[] {
  const found = new Map<string, { model: string | null; group: string; groups: MapGroupRecord[] }>();
  for (const record of records) {
    if (record.status === "failed" || record.map === undefined) continue;
    for (const [group, own] of Object.entries(record.map.groups)) {
      const key = JSON.stringify([record.model, group]);
      const held = found.get(key) ?? { model: record.model, group, groups: [] };
      found.set(key, held);
      held.groups.push(own);
    }
  }
  const all = [...found.values()];
  const [models, groups] = [new Set(all.map(({ model }) => model)), new Set(all.map(({ group }) => group))];
  return all.map(({ model, group, groups: own }) => {
    const parts = [models.size > 1 ? model : null, groups.size > 1 ? group : null];
    return { name: parts.filter((part) => part !== null).join(" · "), groups: own };
  });
}

function curveFigureOf(curve: MapCurve, series: readonly MapSeries[], document: Document): Markup | null {
  const { key, title, x, y, area } = curve;
  const lines = series.flatMap(({ name, groups }) => {
    const mean = meanMapCurve(curve, groups);
    return mean === null ? [] : [{ name, ...mean, area: meanScore(groups, area) }];
  });
  if (lines.length === 0) return null;
  const numbers = table(
    title,
    ["series", "cases", area, ...SHOWN_PLACES.map((place) => `${y} at ${place}`)],
    lines.map(({ name, n, area: value, points }) => [
      ...[name, n, formatNumber(value)],
      ...SHOWN_PLACES.map((place) => formatNumber(points.find((point) => point.x === place)?.y)),
    ]),
  );
  const prevalence = meanScore(
    series.flatMap(({ groups }) => groups),
    "prevalence",
  );
  const [guide, said] = (
    {
      pr: [prevalence, ` The dashed line is chance, the mean prevalence ${formatNumber(prevalence)}.`],
      roc: ["diagonal", " The dashed line is chance."],
      dice: [null, ""],
      pq: [null, ""],
    } as const
  )[key];
  const areas = lines.map(({ name, area: value }) => `${name === "" ? "" : `${name} `}${formatNumber(value)}`);
  return figure(
    {
      name: ["maps", key],
      title,
      caption: `${title}. ${lines.some(({ n }) => n > 1) ? `Mean ${area}` : area}: ${areas.join(", ")}.${said}`,
      svg: curveFigure(lines, { document, title, x, y, guide }),
    },
    numbers,
  );
}

function reliabilityFigure(series: readonly MapSeries[], document: Document): Markup | null {
  const title = "Reliability of probabilities";
  const lines = series
    .map(({ name, groups }) => ({ name, bins: pooledReliability(groups).filter(([voxels]) => voxels > 0) }))
    .filter(({ bins }) => bins.length > 0);
  if (lines.length === 0) return null;
  const numbers = table(
    title,
    ["series", "voxels", "mean probability", "share of the reference"],
    lines.flatMap(({ name, bins }) =>
      bins.map(([voxels, mean, share]) => [name, formatCount(voxels), formatNumber(mean), formatNumber(share)]),
    ),
  );
  const points = lines.map(({ name, bins }) => ({
    name,
    points: bins.map(([, x, y]) => ({ x, y, low: y, high: y })),
  }));
  const axes = { x: "mean probability of a bin", y: "share of the reference" };
  return figure(
    {
      name: ["maps", "reliability"],
      title,
      caption: `${title}. A point is a bin of the voxels of all cases, however few: the table counts them. On the dashed line probabilities are what they say.`,
      svg: curveFigure(points, { document, title, ...axes, dots: true, guide: "diagonal" }),
    },
    numbers,
  );
}

/** Mean shares by region, of each model. */
export function regionFigures({ regions }: MapSummary, document: Document): Markup | null {
  const models = [...new Set(regions.map(({ model }) => model))];
  if (models.length === 0) return null;
  const ends = regions.filter(({ label }) => label !== 0).flatMap((row) => [row.share, row.share_high]);
  const end = Math.max(0, ...ends.filter(Number.isFinite)) || 1;
  return html`<h3>Regions</h3>${models.map((model) =>
    regionFigure(
      model,
      regions.filter((row) => row.model === model),
      { document, end },
    ),
  )}`;
}

function placeOf({ rank_share }: RegionSummaryRow): number {
  return rank_share ?? Number.POSITIVE_INFINITY;
}

function regionFigure(
  model: string | null,
  rows: readonly RegionSummaryRow[],
  { document, end }: { readonly document: Document; readonly end: number },
): Markup {
  const ordered = rows.toSorted((a, b) => placeOf(a) - placeOf(b));
  const title = `Mean share of the map by region${model === null ? "" : `, ${model}`}`;
  const numbers = table(
    title,
    ["region", "label", "n", "share", "interval", "mean of the map", "interval", "rank by share", "rank by mean"],
    ordered.map((row) => [
      ...[row.name, row.label, row.n, formatNumber(row.share), interval(row.share_low, row.share_high)],
      ...[formatNumber(row.density), interval(row.density_low, row.density_high)],
      ...[row.rank_share ?? "", row.rank_density ?? ""],
    ]),
  );
  const bars = ordered
    .filter(({ share, label }) => label !== 0 && Number.isFinite(share))
    .slice(0, MOST_REGIONS)
    .map(({ name, share, share_low, share_high }) => ({ name, value: share, low: share_low, high: share_high }));
  if (bars.length === 0) return numbers;
  const svg = regionBars(bars, { document, title, label: "share of the map’s sum", end });
  const caption = `${title}: the ${bars.length} largest, with intervals.`;
  return figure({ name: ["regions", model], title, caption, svg }, numbers);
}
