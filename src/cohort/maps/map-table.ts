import type { CaseRecord, DoneCase } from "../case-record.js";
import type { Cell, Table } from "../export/table.js";
import type { MapRecord } from "./map-record.js";

/** The tables of maps. */
export const MAP_TABLES = ["scores", "candidates", "lesions", "regions", "agreement"] as const;
export type MapTableName = (typeof MAP_TABLES)[number];

type Row = Readonly<Record<string, Cell>>;

const ROWS: Readonly<Record<MapTableName, (map: MapRecord) => readonly Row[]>> = {
  scores: ({ groups }) =>
    Object.entries(groups).map(([group, { scores, case_score, lesions, candidates }]) => ({
      group,
      ...scores,
      ...(lesions && {
        case_score: case_score ?? null,
        n_lesions: lesions.length,
        n_candidates: candidates?.length ?? 0,
      }),
    })),
  candidates: ({ groups }) =>
    Object.entries(groups).flatMap(([group, { candidates = [] }]) =>
      candidates.map(({ peak, ...row }) => ({ group, ...row, peak: peak.join(" ") })),
    ),
  lesions: ({ groups }) =>
    Object.entries(groups).flatMap(([group, { lesions = [] }]) => lesions.map((row) => ({ group, ...row }))),
  regions: ({ regions = [] }) => regions.map((row) => ({ ...row })),
  agreement: ({ agreement }) =>
    (agreement?.pairs ?? []).map(({ maps: [first, second], ...scores }) => ({
      first: agreement?.repeats[first] ?? null,
      second: agreement?.repeats[second] ?? null,
      ...scores,
      kendall_w: agreement?.kendall_w ?? null,
    })),
};

/** The maps of a cohort as one flat table: a row for each case and group, candidate, lesion, region or pair of repeats; a failed map has a row of its error. */
export function mapTable(records: readonly CaseRecord[], which: MapTableName): Table {
  const rows = records.flatMap((record): Row[] => {
    const { case: id, model, columns, status } = record;
    const key = { case: id, model, ...prefixed(columns), status };
    if (record.status === "failed") {
      return record.files.map === undefined ? [] : [{ ...key, error_code: record.error.code }];
    }
    return rowsOf(record, which).map((row) => ({ ...key, ...row }));
  });
  return { columns: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows };
}

function rowsOf({ map }: DoneCase, which: MapTableName): readonly Row[] {
  return map === undefined ? [] : ROWS[which](map);
}

/** A column of the manifest must not hide one of the table. */
function prefixed(columns: DoneCase["columns"]): Row {
  return Object.fromEntries(Object.entries(columns).map(([name, cell]) => [`manifest_${name}`, cell]));
}
