import { metricTitle } from "../../src/cohort/summary/summary-metrics.js";
import type { CaseRow } from "../engine/cohort-protocol.js";
import { cohort } from "../state/cohort.js";
import {
  type CaseOrder,
  caseNumber,
  caseOrder,
  columns,
  models,
  orderedCases,
  shownGroup,
  shownMetric,
} from "../state/cohort-order.js";
import { visitCase } from "../state/start-picked.js";
import { metricText } from "./metric-names.js";
import { count } from "./numbers-text.js";
import { Scroller } from "./scroller.js";

/** All cases, the worst first, models next to each other. A click opens a case. */
export function CohortCases() {
  const { text, only, by, isTurned } = caseOrder.value;
  const change = (part: Partial<CaseOrder>) => {
    caseOrder.value = { ...caseOrder.value, ...part };
  };
  const total = new Set(cohort.value?.cases.map((each) => each.case)).size;
  const found = orderedCases.value.length;
  const sortBy = (wanted: CaseOrder["by"]) => change({ by: wanted, isTurned: by === wanted && !isTurned });
  const mark = (wanted: CaseOrder["by"]) => (by === wanted ? (isTurned ? "descending" : "ascending") : "none");
  return (
    <section aria-labelledby="cases">
      <h2 id="cases">Cases</h2>
      <div class="filters">
        <input
          type="search"
          placeholder="Case…"
          aria-label="Only cases whose name or column holds"
          value={text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
        <select
          aria-label="Only these cases"
          value={only}
          onChange={(event) => change({ only: event.currentTarget.value as CaseOrder["only"] })}
        >
          <option value="all">all cases</option>
          <option value="errors">with errors</option>
          <option value="failed">failed</option>
        </select>
        <span class="faint small">{found === total ? count(total) : `${count(found)} of ${count(total)}`}</span>
      </div>
      <Scroller name="Cases">
        <table class="cases">
          <caption class="unseen">Cases</caption>
          <thead>
            <tr>
              <th scope="col" aria-sort={mark("case")}>
                <button type="button" class="plain" onClick={() => sortBy("case")}>
                  Case{by === "case" ? (isTurned ? " ↓" : " ↑") : ""}
                </button>
              </th>
              {columns.value.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {models.value.map((model) => (
                <ModelHeads
                  key={model}
                  model={model}
                  sort={mark("worst")}
                  arrow={by === "worst" ? (isTurned ? " ↑" : " ↓") : ""}
                  onSort={() => sortBy("worst")}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {orderedCases.value.map(({ id, cells }) => {
              const first = cells.find(({ planned }) => planned.predictionFile !== null)?.planned;
              return (
                <tr key={id}>
                  <th scope="row">
                    <button
                      type="button"
                      class="plain"
                      disabled={first === undefined}
                      onClick={() => first !== undefined && visitCase(first)}
                    >
                      <bdi>{id}</bdi>
                    </button>
                  </th>
                  {columns.value.map((name) => (
                    <td key={name}>
                      <bdi>{cells[0]?.planned.columns[name]}</bdi>
                    </td>
                  ))}
                  {models.value.map((model) => {
                    const cell = cells.find(({ planned }) => planned.model === model);
                    return (
                      <ModelCells
                        key={model}
                        row={cell?.row ?? null}
                        onOpen={
                          cell === undefined || cell.planned.predictionFile === null || models.value.length === 1
                            ? null
                            : () => visitCase(cell.planned)
                        }
                        name={`${id}, ${model}`}
                      />
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroller>
    </section>
  );
}

interface ModelHeadsProps {
  readonly model: string | null;
  readonly sort: "ascending" | "descending" | "none";
  readonly arrow: string;
  readonly onSort: () => void;
}

function ModelHeads({ model, sort, arrow, onSort }: ModelHeadsProps) {
  return (
    <>
      <th scope="col" class="number first" aria-sort={sort} title={model ?? undefined}>
        <button type="button" class="plain" onClick={onSort} title="worst first, by the mean over models">
          {model !== null && (
            <>
              <bdi>{model}</bdi>:{" "}
            </>
          )}
          {metricTitle(shownMetric.value)}
          {arrow}
        </button>
      </th>
      {["TP", "FP", "FN"].map((name) => (
        <th key={name} scope="col" class="number">
          {name}
        </th>
      ))}
    </>
  );
}

interface ModelCellsProps {
  readonly row: CaseRow | null;
  readonly onOpen: (() => void) | null;
  readonly name: string;
}

function ModelCells({ row, onOpen, name }: ModelCellsProps) {
  if (row === null) {
    return (
      <td colSpan={4} class="faint first">
        …
      </td>
    );
  }
  if (row.failure !== null) {
    return (
      <td colSpan={4} class="failed first">
        {row.failure}
      </td>
    );
  }
  const group = shownGroup.value;
  const own = group === null ? undefined : row.groups?.[group];
  const value = caseNumber(row, shownMetric.value, group);
  const reason = (own as unknown as Readonly<Record<string, unknown>> | undefined)?.[`${shownMetric.value}_reason`];
  const text = metricText(shownMetric.value, value);
  return (
    <>
      <td class="number first" title={typeof reason === "string" ? reason : undefined}>
        {onOpen === null ? (
          text
        ) : (
          <button type="button" class="plain" aria-label={`Open ${name}: ${text}`} onClick={onOpen}>
            {text}
          </button>
        )}
      </td>
      {[own?.tp, own?.fp, own?.fn].map((each, i) => (
        <td key={["tp", "fp", "fn"][i]} class="number">
          {each === undefined ? "–" : count(each)}
        </td>
      ))}
    </>
  );
}
