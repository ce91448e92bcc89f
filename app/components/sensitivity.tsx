import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ExplorationRow } from "../../src/index.js";
import { gridScale } from "../../src/reports/figures/grid-scale.js";
import type { Answer } from "../engine/protocol.js";
import { drawnBy } from "../state/cohort.js";
import { comparisonKey, grid } from "../state/comparisons.js";
import { download } from "../state/download.js";
import { choose, chooseStrategy, options, optionValue } from "../state/options.js";
import { FigureButtons } from "./figure-buttons.js";
import { ratio } from "./numbers-text.js";

const VALUES = { pq: "PQ", sq: "SQ", rq: "RQ", tp: "TP", fp: "FP", fn: "FN" } as const;
type Key = keyof typeof VALUES;
const shownValue = signal<Key>("pq");

const kindOf = (key: Key) => (key.endsWith("q") ? "ratio" : "count");

/** Every strategy at every threshold: how much the result owes to these choices. */
export function Sensitivity({ answer }: { readonly answer: Answer }) {
  const key = comparisonKey.value;
  useEffect(() => grid.ask(options.peek()), [key]);
  const { value, failure, isBusy } = grid.answer.value;
  if (failure !== null) return <p class="faint">{failure.message}</p>;
  const rows = value?.filter((row) => row.group === answer.group) ?? [];
  if (rows.length === 0) return <p class="faint">{isBusy ? "Computing…" : ""}</p>;
  return (
    <div class="scroll">
      <div class="filters">
        <fieldset class="switch">
          <legend class="unseen">Value</legend>
          {(Object.keys(VALUES) as Key[]).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={shownValue.value === each}
              onClick={() => {
                shownValue.value = each;
              }}
            >
              {VALUES[each]}
            </button>
          ))}
        </fieldset>
        <FigureButtons name={`sensitivity-${shownValue.value}`} draw={() => drawGrid(rows, shownValue.value)} />
        <button
          type="button"
          class="plain"
          aria-label="Save the grid as TSV"
          onClick={() => download("sensitivity.tsv", tsvOf(rows), "text/tab-separated-values")}
        >
          TSV
        </button>
      </div>
      <Grid rows={rows} />
    </div>
  );
}

function Grid({ rows }: { readonly rows: readonly ExplorationRow[] }) {
  const key = shownValue.value;
  const strategies = [...new Set(rows.map((row) => row.strategy))];
  const thresholds = [...new Set(rows.map((row) => row.threshold))];
  const scale = gridScale(
    rows.map((row) => row[key]),
    kindOf(key),
  );
  const now = { strategy: optionValue("strategy"), threshold: optionValue("threshold") };
  return (
    <table class="grid">
      <caption class="faint small">
        {VALUES[key]} by strategy and threshold; a click chooses both. The stronger the colour, the{" "}
        {kindOf(key) === "count" ? "more" : "higher"}.
      </caption>
      <thead>
        <tr>
          <th scope="col">Strategy</th>
          {thresholds.map((threshold) => (
            <th key={threshold} scope="col" class="number">
              {threshold}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {strategies.map((strategy) => (
          <tr key={strategy}>
            <th scope="row">{strategy}</th>
            {thresholds.map((threshold) => {
              const row = rows.find((each) => each.strategy === strategy && each.threshold === threshold);
              const value = row?.[key];
              const isNumber = typeof value === "number" && !Number.isNaN(value);
              const text = !isNumber ? "–" : kindOf(key) === "count" ? String(value) : ratio(value);
              const isNow = now.strategy === strategy && now.threshold === threshold;
              return (
                <td
                  key={threshold}
                  class={`number ${isNow ? "now" : ""}`}
                  style={{ "--share": `${Math.round(70 * scale(value))}%` }}
                >
                  <button
                    type="button"
                    class="plain"
                    aria-label={`${strategy} at ${threshold}: ${text}`}
                    aria-pressed={isNow}
                    onClick={() => {
                      chooseStrategy(strategy);
                      choose("threshold", threshold);
                    }}
                  >
                    {text}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same for print. */
function drawGrid(rows: readonly ExplorationRow[], key: Key): Promise<string> {
  const cells = rows.map((row) => ({ row: row.strategy, column: String(row.threshold), value: row[key] ?? null }));
  return drawnBy((desk) =>
    desk.gridFigure(cells, {
      title: `${VALUES[key]} by strategy and threshold`,
      rowLabel: "",
      columnLabel: `matching threshold of ${optionValue("matchingMetric")}`,
      kind: kindOf(key),
      digits: kindOf(key) === "count" ? 0 : 3,
    }),
  );
}

function tsvOf(rows: readonly ExplorationRow[]): string {
  const keys = Object.keys(rows[0]) as (keyof ExplorationRow)[];
  return `${[keys, ...rows.map((row) => keys.map((key) => row[key] ?? ""))].map((cells) => cells.join("\t")).join("\n")}\n`;
}
