import { groupMeans } from "../../src/cohort/summary/group-means.js";
import { metricTitle } from "../../src/cohort/summary/summary-metrics.js";
import { summary } from "../state/cohort.js";
import { shownGroup, shownMetric } from "../state/cohort-order.js";
import { metricText } from "./metric-names.js";
import { count } from "./numbers-text.js";
import { Scroller } from "./scroller.js";

/** Means with intervals of every model, of all cases and by the values of a column. */
export function CohortSummaryTables() {
  const found = summary.value;
  if (found === null) return null;
  const rows = found.metrics.filter(({ metric, group }) => metric === shownMetric.value && group === shownGroup.value);
  const ofGroups = groupMeans(found.metrics.filter(({ metric, by }) => metric === shownMetric.value && by === null));
  const models = new Set(ofGroups.map(({ model }) => model)).size;
  const percent = Math.round(100 * found.options.confidence);
  return (
    <section aria-labelledby="means">
      <h2 id="means">Mean {metricTitle(shownMetric.value)}</h2>
      <Scroller name="Means">
        <table class="means">
          <caption class="unseen">Means of {metricTitle(shownMetric.value)}</caption>
          <thead>
            <tr>
              {found.options.by !== null && <th scope="col">{found.options.by}</th>}
              <th scope="col">Model</th>
              <th scope="col" class="number">
                Mean
              </th>
              <th scope="col" class="number" title="by bootstrap over cases">
                {percent} % interval
              </th>
              <th scope="col" class="number">
                Median
              </th>
              <th scope="col" class="number" title="cases that count">
                Cases
              </th>
              <th scope="col" class="number" title="cases that count as the worst value">
                As worst
              </th>
              {["TP", "FP", "FN"].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const counts = found.counts.find(
                ({ by, model, group }) => by === row.by && model === row.model && group === row.group,
              );
              const why = Object.entries(row.reasons).map(([reason, cases]) => `${reason} (${cases})`);
              return (
                <tr key={`${row.by} ${row.model}`}>
                  {found.options.by !== null && <th scope="row">{row.by ?? "all"}</th>}
                  <th scope="row">
                    <bdi>{row.model ?? "–"}</bdi>
                  </th>
                  <td class="number" title={why.join("; ")}>
                    {metricText(shownMetric.value, row.mean)}
                  </td>
                  <td class="number">
                    {metricText(shownMetric.value, row.mean_low)} – {metricText(shownMetric.value, row.mean_high)}
                  </td>
                  <td class="number">{metricText(shownMetric.value, row.median)}</td>
                  <td class="number">{count(row.n)}</td>
                  <td class="number">{count(row.n_as_worst)}</td>
                  {[counts?.tp, counts?.fp, counts?.fn].map((value, i) => (
                    <td key={["tp", "fp", "fn"][i]} class="number">
                      {value === undefined ? "–" : count(value)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
          {ofGroups.length > 0 && (
            <tfoot>
              {ofGroups.map(({ model, mean, n_groups }) => (
                <tr key={model}>
                  {found.options.by !== null && <th scope="row">all</th>}
                  <th scope="row" title="Every group counts alike.">
                    {models > 1 && (
                      <>
                        <bdi>{model}</bdi> ·{" "}
                      </>
                    )}
                    mean of {n_groups} groups
                  </th>
                  <td class="number">{metricText(shownMetric.value, mean)}</td>
                  <td colSpan={7} />
                </tr>
              ))}
            </tfoot>
          )}
        </table>
      </Scroller>
    </section>
  );
}
