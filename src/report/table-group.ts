import type { EvaluationResult } from "../aggregate/evaluation-result.js";
import type { GroupResult } from "../aggregate/group-result.js";
import { METRIC_KEYS, metricOf, panopticQualityKey, segmentationQualityKey } from "../metrics/registry.js";
import type { Style } from "./style.js";
import { instanceLists } from "./table-instances.js";
import {
  type Align,
  type Cell,
  columns,
  formatCount,
  formatNumber,
  indent,
  length,
  UNDEFINED_MARK,
  wrap,
} from "./text.js";

interface Page {
  readonly width: number;
  readonly style: Style;
}

/** From this width on there is room for the metrics' definitions. */
const WIDTH_FOR_DEFINITIONS = 108;

/** Everything about one group: a heading, its quality, metrics, worst matches and errors. */
export function groupSection(name: string, group: GroupResult, result: EvaluationResult, page: Page): string[] {
  const { style, width } = page;
  const dimensions = result.inputs.reference.shape.length;
  const reader = new Values(group);
  const blocks = [
    qualities(reader, style),
    metricTable(reader, page),
    furtherValues(reader, width),
    foregrounds(reader, style),
    reader.footnotes(width).map(style.faint),
    instanceLists(group, dimensions, style),
  ].filter((block) => block.length > 0);
  const [first, ...others] = blocks;
  return [...title(name, group, page), "", ...indent(first), ...others.flatMap((block) => ["", ...indent(block)])];
}

function title(name: string, group: GroupResult, { width, style }: Page): string[] {
  const counts = `${plural(group.n_ref_instances, "reference")}, ${plural(group.n_pred_instances, "prediction")}`;
  const space = Math.max(2, width - 2 - length(name) - length(counts));
  return [style.faint("─".repeat(width)), `  ${style.strong(name)}${" ".repeat(space)}${style.faint(counts)}`];
}

function qualities(reader: Values, { strong, faint, good, bad }: Style): string[] {
  const ratios: readonly [string, string][] = [
    ["PQ", "pq"],
    ["SQ", "sq"],
    ["RQ", "rq"],
    ["precision", "prec"],
    ["recall", "rec"],
  ];
  const counts: readonly [string, string, Style["good"]][] = [
    ["TP", "tp", good],
    ["FP", "fp", bad],
    ["FN", "fn", bad],
  ];
  const head = [...ratios, ...counts].map(([text]): Cell => ({ text, mark: faint }));
  const values = [
    ...ratios.map(([, key]): Cell => ({ text: reader.show(key), mark: strong })),
    ...counts.map(([, key, mark]): Cell => {
      const value = reader.number(key) ?? 0;
      return { text: String(value), mark: value > 0 ? (text) => strong(mark(text)) : strong };
    }),
  ];
  return columns(
    [head, values],
    head.map((): Align => "right"),
    5,
    "   ",
  );
}

/** A line for each metric: mean and deviation over the matched references, its panoptic quality, the whole foreground. */
function metricTable(reader: Values, { width, style }: Page): string[] {
  const used = METRIC_KEYS.filter((key) =>
    [segmentationQualityKey(key), `global_bin_${key}`, `region_avg_${key}`].some((name) => reader.has(name)),
  );
  if (used.length === 0) return [];
  const optional = [
    { title: "matched", key: (metric: string) => `${metric}_std`, of: segmentationQualityKey, deviation: true },
    { title: "PQ", key: panopticQualityKey, of: panopticQualityKey, deviation: false },
    { title: "foreground", key: globalKey, of: globalKey, deviation: false },
    { title: "regions", key: regionKey, of: regionKey, deviation: false },
  ].filter(({ of }) => used.some((key) => reader.has(of(key))));
  const withDefinitions = width >= WIDTH_FOR_DEFINITIONS;

  const n = reader.number("sq_n") ?? reader.number("tp") ?? 0;
  const head = [
    "metric",
    "",
    ...(withDefinitions ? ["definition"] : []),
    ...optional.map(({ title, deviation }) => (deviation ? `${title} (n = ${n})` : title)),
  ].map((text): Cell => ({ text, mark: style.faint }));
  const rows = used.map((key): (string | Cell)[] => {
    const { name, unit, definition } = metricOf(key);
    return [
      key.toUpperCase(),
      unit === "1" ? name : `${name} (${unit})`,
      ...(withDefinitions ? [{ text: definition, mark: style.faint }] : []),
      ...optional.map(({ of, deviation }) => {
        if (!reader.has(of(key))) return "";
        const value = reader.show(of(key), unit);
        return deviation ? `${value} ± ${reader.show(`${of(key)}_std`, unit)}` : value;
      }),
    ];
  });
  const left = withDefinitions ? 3 : 2;
  return columns(
    [head, ...rows],
    head.map((_, i): Align => (i < left ? "left" : "right")),
  );
}

function globalKey(metric: string): string {
  return `global_bin_${metric}`;
}

function regionKey(metric: string): string {
  return `region_avg_${metric}`;
}

/** Numbers of the group that have no place of their own above, by their keys. */
function furtherValues(reader: Values, width: number): string[] {
  const shown = reader.unseen().map((key) => `${key} ${reader.show(key)}`);
  return shown.length === 0 ? [] : wrap(shown.map((entry) => entry.replace(" ", "\u00a0")).join("  "), width - 4);
}

function foregrounds(reader: Values, { faint }: Style): string[] {
  const [reference, prediction] = ["ref", "pred"].map((side) => reader.number(`global_bin_volume_${side}`));
  if (reference === undefined || prediction === undefined) return [];
  return [
    faint(
      `Foreground: ${formatCount(reference)} voxels in the reference, ${formatCount(prediction)} in the prediction`,
    ),
  ];
}

/** Keys that stand in the heading, in a column's title or in the lists. */
const ELSEWHERE = /^(n_.*|sq_n|sq_.*_std|sq_std|instance_.*|global_bin_volume_.*)$/;

/** Reads a group's numbers, and remembers which were asked for and which had no value. */
class Values {
  readonly #group: GroupResult;
  readonly #seen = new Set<string>();
  readonly #undefined = new Set<string>();

  constructor(group: GroupResult) {
    this.#group = group;
  }

  has(key: string): boolean {
    return key in this.#group;
  }

  number(key: string): number | undefined {
    this.#seen.add(key);
    const value: unknown = this.#group[key as keyof GroupResult];
    return typeof value === "number" ? value : undefined;
  }

  show(key: string, unit: "1" | "mm" = "1"): string {
    const text = formatNumber(this.number(key), unit);
    if (text === UNDEFINED_MARK) this.#undefined.add(key);
    return text;
  }

  unseen(): string[] {
    return Object.entries(this.#group)
      .filter(([key, value]) => typeof value === "number" && !this.#seen.has(key) && !ELSEWHERE.test(key))
      .map(([key]) => key);
  }

  /** Why values are undefined. */
  footnotes(width: number): string[] {
    const reasons = new Set([...this.#undefined].map((key) => this.#reason(key)));
    return [...reasons].flatMap((reason) => wrap(`${UNDEFINED_MARK} undefined: ${reason}`, width - 4, "  "));
  }

  #reason(key: string): string {
    const stated: unknown = this.#group[`${key}_reason` as keyof GroupResult];
    if (typeof stated === "string") return stated;
    const { n_ref_instances: references, n_pred_instances: predictions, tp } = this.#group;
    if (references === 0 && predictions === 0) return "neither volume has an instance of this group";
    if (references === 0) return "the reference has no instance of this group";
    if (predictions === 0) return "the prediction has no instance of this group";
    if (tp === 0) return "no reference is matched, so there is nothing to measure";
    return "not defined for these masks";
  }
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
