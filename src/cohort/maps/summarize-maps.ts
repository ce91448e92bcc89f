import { bootstrapIntervals, eachDraw, type Interval, intervalOf } from "../statistics/bootstrap.js";
import { describeValues } from "../statistics/describe.js";
import { compareModels } from "./compare-models.js";
import { DETECTION_COUNTS, DETECTION_KEYS, DetectionSample } from "./detection-sample.js";
import type { MapCase } from "./map-case.js";
import type { DetectionRules } from "./map-record.js";
import { inOrder, type MapSample, type MapSummaryOptions, meanBy, sampleOf, scoreOf } from "./map-sample.js";
import type { DetectionRow, FrocRow, MapScoreRow, MapSummary, RegionSummaryRow } from "./map-summary.js";
import { repeatRows } from "./repeat-rows.js";

/** Of a cohort whose maps were not searched for lesions. */
const NO_RULES: DetectionRules = {
  frocRates: [],
  frocInterpolation: "step",
  fpPer: "cases",
  operatingThreshold: null,
  caseScore: "max",
};

/** Sums up the maps of a cohort; null if no case should have one. */
export function summarizeMaps(cases: readonly MapCase[], options: MapSummaryOptions): MapSummary | null {
  if (cases.length === 0) return null;
  const rules = cases.find((one) => one.rules !== null)?.rules ?? NO_RULES;
  const models = [...new Set(cases.map(({ model }) => model))].sort((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1));
  const samples = models.map((model) =>
    sampleOf(
      model,
      cases.filter((one) => one.model === model),
      options.cluster,
    ),
  );
  const groups = [...new Set(cases.flatMap(({ groups: own }) => [...own.keys()]))];
  const eachGroup = <Row>(rows: (sample: MapSample, group: string) => readonly Row[]) =>
    samples.flatMap((sample) => groups.flatMap((group) => rows(sample, group)));
  return {
    n_failed: cases.filter(({ isScored }) => !isScored).length,
    rules,
    scores: eachGroup((sample, group) => scoreRows(sample, group, options)),
    detection: eachGroup((sample, group) => detectionRows(sample, group, rules, options)),
    froc: eachGroup((sample, group) => frocRows(sample, group, rules, options)),
    comparisons: groups.flatMap((group) => compareModels(samples, group, rules, options)),
    regions: samples.flatMap((sample) => regionRows(sample, options)),
    repeats: samples.flatMap((sample) => repeatRows(sample, options)),
  };
}

function scoreRows(sample: MapSample, group: string, options: MapSummaryOptions): MapScoreRow[] {
  const scored = sample.cases.filter(({ isScored, groups }) => isScored && groups.has(group));
  const keys = inOrder(scored.flatMap(({ groups }) => [...(groups.get(group)?.scores.keys() ?? [])]));
  const numberOf = (one: MapCase, key: string) => one.groups.get(group)?.scores.get(key) ?? Number.NaN;
  const statistics = keys.map((key) => meanBy(sample, (one) => numberOf(one, key)));
  const intervals = bootstrapIntervals(statistics, { ...options, method: options.interval });
  return keys.map((key, i) => {
    const valued = scored.filter((one) => Number.isFinite(numberOf(one, key)));
    const values = valued.map((one) => numberOf(one, key));
    const { mean, sd, median } = describeValues(values);
    const { unit, better, chance } = scoreOf(key);
    const prevalences = () => describeValues(valued.map((one) => numberOf(one, "prevalence"))).mean;
    const { low, high } = intervals[i];
    return {
      ...{ model: sample.model, group, score: key, unit, better, n: values.length },
      ...{ n_undefined: scored.length - values.length, mean, mean_low: low, mean_high: high, sd, median },
      chance: chance === "prevalence" ? prevalences() : (chance ?? null),
    };
  });
}

/** The cases of a model that were searched for lesions. */
function detectionSample(sample: MapSample, group: string, rules: DetectionRules) {
  const found = sample.cases.flatMap((one, i) => {
    const detection = one.groups.get(group)?.detection;
    return detection == null ? [] : [{ detection, cluster: sample.clusterOf[i] }];
  });
  const isSearched = sample.cases.some(({ isScored, groups }) => isScored && groups.get(group)?.detection != null);
  if (!isSearched) return null;
  const cases = found.map(({ detection }) => detection);
  const clusterOf = found.map(({ cluster }) => cluster);
  return { cases, sample: new DetectionSample(cases, clusterOf, sample.clusters, rules) };
}

function detectionRows(
  sample: MapSample,
  group: string,
  rules: DetectionRules,
  options: MapSummaryOptions,
): DetectionRow[] {
  const found = detectionSample(sample, group, rules);
  if (found === null) return [];
  const { clusters } = sample;
  const values = found.sample.weigh(new Uint16Array(clusters).fill(1));
  const intervals = intervalsOf(found.sample, clusters, values.length, options);
  const keys = [...DETECTION_KEYS, ...rules.frocRates.map((rate) => `froc_sens_at_${rate}`)];
  const n_lesions = found.cases.reduce((sum, { lesions }) => sum + lesions.length, 0);
  const n_positive = found.cases.filter(({ lesions }) => lesions.length > 0).length;
  const chances: Readonly<Record<string, number>> = { case_auroc: 0.5, case_ap: n_positive / found.cases.length };
  return keys.map((key, i) => {
    const { low, high } = intervals[i];
    return {
      model: sample.model,
      group,
      score: key,
      unit: DETECTION_COUNTS.has(key) ? "instances" : "1",
      n_cases: found.cases.length,
      n_lesions,
      value: values[i],
      low,
      high,
      chance: chances[key] ?? null,
    };
  });
}

/** Intervals of all numbers of a sample from the same draws. */
function intervalsOf(
  sample: DetectionSample,
  clusters: number,
  count: number,
  { resamples, seed, confidence, interval: method }: MapSummaryOptions,
): Interval[] {
  const spreads = Array.from({ length: count }, () => new Float64Array(resamples));
  eachDraw(clusters, resamples, seed, (_, counts, round) => {
    sample.weigh(counts).forEach((value, i) => {
      spreads[i][round] = value;
    });
  });
  const ones = new Uint16Array(clusters).fill(1);
  const whole = sample.weigh(ones);
  const without = Array.from({ length: clusters }, (_, cluster) => sample.weigh(ones.with(cluster, 0)));
  return spreads.map((spread, i) => {
    const leavingOut = () => Float64Array.from(without, (values) => values[i]);
    return intervalOf({ clusters, over: () => whole[i], leavingOut }, spread, { confidence, method });
  });
}

/** Powers of 2 by quarters; engines round those of a fraction differently. */
const QUARTERS = [1, 1.189207115002721, Math.SQRT2, 1.681792830507429];
/** Rates at which the band of the FROC is given, and draws that it comes from. */
const BAND_RATES = [
  0,
  ...[1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8].flatMap((low) => QUARTERS.map((each) => low * each)),
];
const BAND_DRAWS = 999;

function frocRows(sample: MapSample, group: string, rules: DetectionRules, options: MapSummaryOptions): FrocRow[] {
  const band = { ...rules, frocRates: BAND_RATES, frocInterpolation: "step" } as const;
  const found = detectionSample(sample, group, band);
  if (found === null) return [];
  const { clusters } = sample;
  const draws = { ...options, resamples: Math.min(options.resamples, BAND_DRAWS), interval: "percentile" } as const;
  const first = DETECTION_KEYS.length;
  const values = found.sample.weigh(new Uint16Array(clusters).fill(1)).subarray(first);
  const intervals = intervalsOf(found.sample, clusters, first + BAND_RATES.length, draws).slice(first);
  return BAND_RATES.map((rate, i) => {
    const { low, high } = intervals[i];
    return { model: sample.model, group, rate, sensitivity: values[i], low, high };
  });
}

function regionRows(sample: MapSample, options: MapSummaryOptions): RegionSummaryRow[] {
  const names = new Map(sample.cases.flatMap(({ regions }) => regions.map(({ label, name }) => [label, name])));
  const labels = [...names.keys()].sort((a, b) => a - b);
  const part = (key: "share" | "mean") => (label: number) => (one: MapCase) =>
    one.regions.find((region) => region.label === label)?.[key] ?? Number.NaN;
  const [shares, densities] = (["share", "mean"] as const).map((key) =>
    labels.map((label) => meanBy(sample, part(key)(label))),
  );
  const intervals = bootstrapIntervals([...shares, ...densities], { ...options, method: options.interval });
  const all = Uint32Array.from({ length: sample.clusters }, (_, i) => i);
  const rows = labels.map((label, i) => {
    const [ofShare, ofDensity] = [intervals[i], intervals[labels.length + i]];
    return {
      ...{ model: sample.model, label, name: names.get(label) ?? String(label) },
      n: sample.cases.filter((one) => Number.isFinite(part("mean")(label)(one))).length,
      ...{ share: shares[i].over(all), share_low: ofShare.low, share_high: ofShare.high },
      ...{ density: densities[i].over(all), density_low: ofDensity.low, density_high: ofDensity.high },
    };
  });
  const placed = (key: "share" | "density") => {
    const held = rows.filter((row) => row.label !== 0 && !Number.isNaN(row[key]));
    return new Map(held.toSorted((a, b) => b[key] - a[key] || a.label - b.label).map((row, i) => [row.label, i + 1]));
  };
  const [byShare, byDensity] = [placed("share"), placed("density")];
  return rows.map((row) => ({
    ...row,
    rank_share: byShare.get(row.label) ?? null,
    rank_density: byDensity.get(row.label) ?? null,
  }));
}
