import { type DisplayUnit, formatNumber } from "../../../src/reports/case/text.js";
import { shownGroup, shownScore, summary } from "../../state/map-cohort.js";
import { count } from "../numbers-text.js";
import { Scroller } from "../scroller.js";

/** Scores over cases, detection of lesions, and models compared, as `voxmatch summarize` has them. */
export function MapCohortSummary() {
  const found = summary.value;
  const maps = found?.maps;
  if (found === null || maps === undefined) return null;
  const group = shownGroup.value;
  const isOf = (row: { readonly group: string }) => row.group === group;
  const hasModels = new Set(maps.scores.map(({ model }) => model)).size > 1;
  const percent = `${Math.round(100 * found.options.confidence)} % interval`;
  const modelHead = hasModels ? ["model"] : [];
  const modelCell = (model: string | null) => (hasModels ? [model ?? "–"] : []);
  const chanceText = (chance: number | null) => (chance === null ? "" : formatNumber(chance));
  const shown = maps.scores.filter((row) => isOf(row) && row.better !== "none");
  return (
    <>
      {maps.detection.some(isOf) && (
        <Table
          name="detection"
          caption="Lesions over all cases"
          head={["score", ...modelHead, "value", percent, "chance", "cases", "lesions"]}
          rows={maps.detection.filter(isOf).map((row) => ({
            cells: [
              ...[
                row.score,
                ...modelCell(row.model),
                formatNumber(row.value, row.unit),
                rangeOf(row.low, row.high, row.unit),
              ],
              ...[chanceText(row.chance), count(row.n_cases), count(row.n_lesions)],
            ],
          }))}
        />
      )}
      <Table
        name="scores"
        caption="Scores over cases: choose one to see it of every case"
        head={["score", ...modelHead, "mean", percent, "chance", "median", "cases", "better"]}
        rows={shown.map((row) => ({
          score: row.score,
          cells: [
            ...[row.score, ...modelCell(row.model), formatNumber(row.mean), rangeOf(row.mean_low, row.mean_high)],
            ...[chanceText(row.chance), formatNumber(row.median), count(row.n), row.better],
          ],
        }))}
      />
      {maps.comparisons.some(isOf) && (
        <Table
          name="comparisons"
          caption="Models compared over the cases of both"
          head={["score", "first − second", "difference", percent, "p (Holm)", "cases"]}
          rows={maps.comparisons.filter(isOf).map((row) => ({
            cells: [
              ...[row.score, `${row.first ?? ""} − ${row.second ?? ""}`, formatNumber(row.difference)],
              ...[rangeOf(row.low, row.high), formatNumber(row.p_holm), count(row.n_cases)],
            ],
          }))}
        />
      )}
    </>
  );
}

function rangeOf(low: number, high: number, unit: DisplayUnit = "1"): string {
  return Number.isNaN(low + high) ? "–" : `${formatNumber(low, unit)} – ${formatNumber(high, unit)}`;
}

interface TableProps {
  readonly name: string;
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly score?: string; readonly cells: readonly string[] }[];
}

function Table({ name, caption, head, rows }: TableProps) {
  return (
    <Scroller name={caption}>
      <table data-table={name}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((each) => (
              <th key={each} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ score, cells: [first, ...rest] }, i) => (
            <tr key={`${first} ${head[1] === "model" ? rest[0] : i}`}>
              <th scope="row">
                {score === undefined ? (
                  first
                ) : (
                  <button
                    type="button"
                    class="plain"
                    aria-pressed={shownScore.value === score}
                    onClick={() => {
                      shownScore.value = score;
                    }}
                  >
                    {first}
                  </button>
                )}
              </th>
              {rest.map((cell, place) => (
                <td key={head[place + 1]}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
