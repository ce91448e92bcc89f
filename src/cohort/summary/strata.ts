import type { CaseValues, GroupValues } from "./case-values.js";

/** The cases of one value of the column `by`, or all of them. */
export interface Stratum {
  readonly by: string | null;
  readonly cases: readonly CaseValues[];
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
  readonly cluster: number;
  readonly result: GroupValues;
}

/** All cases, then those of each value of a column. */
export function strataOf(cases: readonly CaseValues[], column: string | null): Stratum[] {
  const all = { by: null, cases };
  if (column === null) return [all];
  const values = [...new Set(cases.map(({ columns }) => columns[column]))].sort();
  return [all, ...values.map((by) => ({ by, cases: cases.filter(({ columns }) => columns[column] === by) }))];
}

/** Every model in every group, groups first. */
export function samplesOf({ by, cases }: Stratum, cluster: string | null): Sample[] {
  const models = modelsOf(cases);
  const groups = [...new Set(cases.flatMap(({ groups }) => [...groups.keys()]))];
  return groups.flatMap((group) =>
    models.map((model) => {
      const own = cases.filter((one) => one.model === model && one.groups.has(group));
      const places = placesOf(own.map((one) => clusterOf(one, cluster)));
      const members = own.flatMap((one) => {
        const result = one.groups.get(group);
        const place = places.get(clusterOf(one, cluster)) ?? 0;
        return result === undefined ? [] : [{ case: one.case, cluster: place, result }];
      });
      return { by, model, group, members, clusters: places.size };
    }),
  );
}

export function modelsOf(cases: readonly CaseValues[]): (string | null)[] {
  return [...new Set(cases.map(({ model }) => model))].sort((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1));
}

function clusterOf({ case: id, columns }: CaseValues, column: string | null): string {
  return column === null ? id : columns[column];
}

/** Places of names in their order. */
export function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(names)].sort().map((name, place) => [name, place]));
}

/** What belongs to each cluster. */
export function byCluster<T>(
  members: readonly { readonly cluster: number; readonly item: T }[],
  clusters: number,
): T[][] {
  const lists: T[][] = Array.from({ length: clusters }, () => []);
  for (const { cluster, item } of members) lists[cluster].push(item);
  return lists;
}
