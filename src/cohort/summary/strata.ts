import type { SettledCase, SettledGroup } from "../policy/settle-values.js";
import type { CaseValues } from "./case-values.js";

/** The cases of one value of the column `by`, or all of them. */
export interface Stratum {
  readonly by: string | null;
  readonly cases: readonly SettledCase[];
}

/** One model's results in one group. */
export interface Sample {
  readonly by: string | null;
  readonly model: string | null;
  readonly group: string;
  readonly members: readonly Member[];
  /** Clusters that the members belong to, by their places from 0. */
  readonly clusters: number;
}

export interface Member {
  readonly case: string;
  readonly origin: CaseValues["origin"];
  readonly cluster: number;
  readonly clusterName: string;
  readonly result: SettledGroup;
}

/** All cases, then those of each value of a column. */
export function strataOf(cases: readonly SettledCase[], column: string | null): Stratum[] {
  const all = { by: null, cases };
  if (column === null) return [all];
  const values = [...new Set(cases.map(({ columns }) => columns[column]))].sort();
  return [all, ...values.map((by) => ({ by, cases: cases.filter(({ columns }) => columns[column] === by) }))];
}

/** Every model in every group, groups first. */
export function samplesOf({ by, cases }: Stratum, cluster: string | null): Sample[] {
  const groups = [...new Set(cases.flatMap(({ groups }) => [...groups.keys()]))];
  const byModel = groupByModel(cases);
  return groups.flatMap((group) =>
    modelsOf(cases).map((model) => {
      const own = (byModel.get(model) ?? []).filter((one) => one.groups.has(group));
      const places = placesOf(own.map((one) => clusterOf(one, cluster)));
      const members = own.flatMap((one) => {
        const result = one.groups.get(group);
        const clusterName = clusterOf(one, cluster);
        const place = places.get(clusterName) ?? 0;
        return result === undefined
          ? []
          : [{ case: one.case, origin: one.origin, cluster: place, clusterName, result }];
      });
      return { by, model, group, members, clusters: places.size };
    }),
  );
}

function groupByModel(cases: readonly SettledCase[]): ReadonlyMap<string | null, readonly SettledCase[]> {
  const lists = new Map<string | null, SettledCase[]>();
  for (const one of cases) {
    const list = lists.get(one.model);
    if (list === undefined) lists.set(one.model, [one]);
    else list.push(one);
  }
  return lists;
}

export function modelsOf(cases: readonly Pick<CaseValues, "model">[]): (string | null)[] {
  return [...new Set(cases.map(({ model }) => model))].sort((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1));
}

function clusterOf({ case: id, columns }: SettledCase, column: string | null): string {
  return column === null ? id : columns[column];
}

/** Places of names in their order. */
export function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(names)].sort().map((name, place) => [name, place]));
}

/** The items of each cluster. */
export function byCluster<T>(
  members: readonly { readonly cluster: number; readonly item: T }[],
  clusters: number,
): T[][] {
  const lists: T[][] = Array.from({ length: clusters }, () => []);
  for (const { cluster, item } of members) lists[cluster].push(item);
  return lists;
}
