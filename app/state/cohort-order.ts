/** The order and choice of a cohort's cases, the same in its table and from case to case. */
import { computed, signal } from "@preact/signals";
import type { CaseRow } from "../engine/cohort-protocol.js";
import { cohort, rows, summary } from "./cohort.js";
import type { CohortCase } from "./cohort-plan.js";
import { current, opening } from "./session.js";

/** The metric that is looked at, by its key in results. */
export const shownMetric = signal("pq");
/** Null: the first. */
const wantedGroup = signal<string | null>(null);

export interface CaseOrder {
  /** `worst`: by the mean over models; else by name. */
  readonly by: "worst" | "case";
  readonly isTurned: boolean;
  /** Only cases whose name or a column holds this. */
  readonly text: string;
  /** Only cases that failed, or with an instance in error. */
  readonly only: "all" | "failed" | "errors";
}

export const caseOrder = signal<CaseOrder>({ by: "worst", isTurned: false, text: "", only: "all" });

export const models = computed((): readonly (string | null)[] => [
  ...new Set((cohort.value?.cases ?? []).map(({ model }) => model)),
]);

export const groups = computed((): readonly string[] => [
  ...new Set([...rows.value.values()].flatMap((row) => Object.keys(row.groups ?? {}))),
]);

export const shownGroup = computed(() => {
  const all = groups.value;
  return wantedGroup.value !== null && all.includes(wantedGroup.value) ? wantedGroup.value : (all[0] ?? null);
});

export function chooseGroup(group: string): void {
  wantedGroup.value = group;
}

/** Further columns of the cases. */
export const columns = computed((): readonly string[] => [
  ...new Set((cohort.value?.cases ?? []).flatMap((each) => Object.keys(each.columns))),
]);

/** A case with what each model made of it, in the order of {@link models}. */
export interface OrderedCase {
  readonly id: string;
  readonly cells: readonly { readonly planned: CohortCase; readonly row: CaseRow | null }[];
}

/** The number of a case; NaN where there is none. */
export function caseNumber(row: CaseRow | null, metric: string, group: string | null): number {
  const own = group === null ? undefined : row?.groups?.[group];
  const value = (own as unknown as Readonly<Record<string, unknown>> | undefined)?.[metric];
  return typeof value === "number" ? value : Number.NaN;
}

/** Whether less is better, as with distances. */
const isLowerBetter = computed(
  () => summary.value?.metrics.find(({ metric }) => metric === shownMetric.value)?.direction === "lower",
);

export const orderedCases = computed((): readonly OrderedCase[] => {
  const byCase = new Map<string, OrderedCase["cells"][number][]>();
  for (const planned of cohort.value?.cases ?? []) {
    const cells = byCase.get(planned.case) ?? [];
    cells.push({ planned, row: rows.value.get(planned.key) ?? null });
    byCase.set(planned.case, cells);
  }
  const all = Array.from(byCase, ([id, cells]): OrderedCase => ({ id, cells }));
  const { by, isTurned, text, only } = caseOrder.value;
  const kept = all.filter((each) => holds(each, text.trim().toLowerCase()) && isOf(each, only));
  const sign = isTurned ? -1 : 1;
  const badness = new Map(kept.map((each) => [each, badnessOf(each)]));
  const names = new Intl.Collator("en", { numeric: true });
  return kept.sort((a, b) => {
    const byName = names.compare(a.id, b.id);
    if (by === "case") return sign * byName;
    const [one, other] = [badness.get(a) ?? Number.NaN, badness.get(b) ?? Number.NaN];
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other)) || byName;
    return (one === other ? 0 : sign * (other - one)) || byName;
  });
});

function holds({ id, cells }: OrderedCase, text: string): boolean {
  if (text === "") return true;
  const words = [id, ...Object.values(cells[0]?.planned.columns ?? {})];
  return words.some((word) => word.toLowerCase().includes(text));
}

function isOf({ cells }: OrderedCase, only: CaseOrder["only"]): boolean {
  if (only === "all") return true;
  if (only === "failed") return cells.some(({ row }) => row !== null && row.failure !== null);
  return cells.some(({ row }) => Object.values(row?.groups ?? {}).some(({ fp, fn }) => fp + fn > 0));
}

/** The larger the worse; a case that failed is worse than any, one without a number comes last. */
function badnessOf({ cells }: OrderedCase): number {
  if (cells.some(({ row }) => row !== null && row.failure !== null)) return Number.POSITIVE_INFINITY;
  const values = cells
    .map(({ row }) => caseNumber(row, shownMetric.value, shownGroup.value))
    .filter((value) => !Number.isNaN(value));
  if (values.length === 0) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return isLowerBetter.value ? mean : -mean;
}

/** The cases before and after the open one, of the same model. */
export const neighbours = computed(() => {
  const key = (current.value ?? opening.value)?.key;
  const model = cohort.value?.cases.find((each) => each.key === key)?.model ?? null;
  const own = orderedCases.value.flatMap(({ cells }) =>
    cells
      .filter(({ planned }) => planned.model === model && planned.predictionFile !== null)
      .map(({ planned }) => planned),
  );
  const at = own.findIndex((each) => each.key === key);
  return {
    before: at < 0 ? null : (own[at - 1] ?? null),
    after: own[at + 1] ?? null,
    place: at + 1,
    total: own.length,
  };
});
