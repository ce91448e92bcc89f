import type { AgreementResult } from "../../maps/agreement/agreement-of-maps.js";
import { PAIR_KEYS } from "../../maps/agreement/pair-scores.js";
import type { TableOptions } from "./table.js";
import { columns, formatCount, indent, UNDEFINED_MARK, wrap } from "./text.js";

const USUAL_WIDTH = 80;

/** How far maps agree, as text: each pair, their mean, and regions. */
export function agreementToTable(result: AgreementResult, { width = USUAL_WIDTH }: TableOptions = {}): string {
  const { domain, options, pairs, mean, regions, kendall_w, notes } = result;
  const named = Object.entries(result.inputs).filter(([key]) => key.startsWith("map_"));
  const names = named.map(([, { path }], i) => `  ${i + 1}  ${path ?? "an array"}`);
  const rows = [
    ...pairs.map((pair) => [
      pair.maps.map((map) => map + 1).join(" and "),
      ...PAIR_KEYS.map((key) => shown(pair[key])),
    ]),
    ["mean", ...PAIR_KEYS.map((key) => shown(mean[key]))],
  ];
  const right = PAIR_KEYS.map(() => "right" as const);
  const lines = [
    `${named.length} maps, ${formatCount(domain.n_voxels)} voxels; sets, shares and regions of ${options.sign} values`,
    ...names,
    "",
    ...indent(columns([["maps", ...PAIR_KEYS], ...rows], ["left", ...right])),
    "",
  ];
  if (regions !== undefined) {
    const cells = regions.map(({ name, mean: own, sd, cv }) => [name, shown(own), shown(sd), shown(cv)]);
    const head = ["region", "mean", "sd over maps", "cv"];
    lines.push(...indent(columns([head, ...cells], ["left", "right", "right", "right"])));
    lines.push(`  Kendall's W of the regions' ranks: ${shown(kendall_w ?? Number.NaN)}`, "");
  }
  for (const note of notes) lines.push(...wrap(`Note: ${note}`, width, "  "), "");
  return `${lines.join("\n").trimEnd()}\n`;
}

/** The pairs as tab-separated values and, behind an empty line, the regions with the mean of each map. NaN is an empty field. */
export function agreementToTsv({ pairs, mean, regions = [] }: AgreementResult): string {
  const field = (value: number) => (Number.isNaN(value) ? "" : String(value));
  const compared = [
    ["first", "second", ...PAIR_KEYS],
    ...pairs.map((pair) => [...pair.maps.map((map) => String(map + 1)), ...PAIR_KEYS.map((key) => field(pair[key]))]),
    ["mean", "", ...PAIR_KEYS.map((key) => field(mean[key]))],
  ];
  const maps = regions[0]?.means.map((_, i) => `mean_${i + 1}`) ?? [];
  const measured = regions.map(({ label, name, means, mean: own, sd, cv }) => [
    ...[String(label), name.replaceAll("\t", " "), ...means.map(field)],
    ...[own, sd, cv].map(field),
  ]);
  const tables = [
    compared,
    ...(measured.length > 0 ? [[["label", "name", ...maps, "mean", "sd", "cv"], ...measured]] : []),
  ];
  return tables.map((rows) => rows.map((cells) => `${cells.join("\t")}\n`).join("")).join("\n");
}

function shown(value: number): string {
  return Number.isNaN(value) ? UNDEFINED_MARK : value.toFixed(4);
}
