import { metricTitle } from "../../src/cohort/summary/summary-metrics.js";
import { summary } from "../state/cohort.js";
import { shownGroup } from "../state/cohort-order.js";
import { metricText } from "./metric-names.js";
import { shown } from "./numbers-text.js";
import { Scroller } from "./scroller.js";

/** The leaderboard, and the models against each other. */
export function CohortRanks() {
  const found = summary.value;
  if (found === null) return null;
  const ranks = found.ranks.filter(({ group }) => group === shownGroup.value);
  const comparisons = found.comparisons.filter(({ group }) => group === shownGroup.value);
  if (ranks.length < 2) return null;
  const { alpha, test } = found.options;
  return (
    <section aria-labelledby="leaderboard">
      <h2 id="leaderboard">Leaderboard</h2>
      <Scroller name="Leaderboard">
        <table class="ranks">
          <caption class="faint small">
            Over the cases in which every model counts. A model is significantly better at p &lt; {alpha} ({test},
            adjusted).
          </caption>
          <thead>
            <tr>
              {found.options.by !== null && <th scope="col">{found.options.by}</th>}
              <th scope="col">Metric</th>
              <th scope="col" class="number">
                Rank
              </th>
              <th scope="col">Model</th>
              <th scope="col" class="number" title={`ranked by: ${found.options.rankBy}`}>
                {found.options.rankBy}
              </th>
              <th scope="col" class="number" title="in draws of cases">
                Ranks
              </th>
              <th scope="col">Significantly better than</th>
            </tr>
          </thead>
          <tbody>
            {ranks.map((row) => (
              <tr key={`${row.by} ${row.metric} ${row.model}`}>
                {found.options.by !== null && <th scope="row">{row.by ?? "all"}</th>}
                <td>{metricTitle(row.metric)}</td>
                <td class="number">{row.rank}</td>
                <th scope="row">
                  <bdi>{row.model}</bdi>
                </th>
                <td class="number">{metricText(row.metric, row.value)}</td>
                <td class="number">
                  {row.rank_low} – {row.rank_high}
                </td>
                <td>{row.better_than.length === 0 ? "none" : row.better_than.join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {comparisons.length > 0 && (
        <Scroller name="Models against each other">
          <table class="comparisons">
            <caption class="unseen">Models against each other</caption>
            <thead>
              <tr>
                {found.options.by !== null && <th scope="col">{found.options.by}</th>}
                <th scope="col">Models</th>
                <th scope="col">Metric</th>
                <th scope="col" class="number">
                  Difference
                </th>
                <th scope="col" class="number">
                  Interval
                </th>
                <th scope="col" class="number" title="Wilcoxon’s signed ranks, adjusted by Holm">
                  p (Wilcoxon)
                </th>
                <th scope="col" class="number" title="Permutations, adjusted by Holm">
                  p (permutation)
                </th>
              </tr>
            </thead>
            <tbody>
              {comparisons.map((row) => (
                <tr key={`${row.by} ${row.metric} ${row.first} ${row.second}`}>
                  {found.options.by !== null && <th scope="row">{row.by ?? "all"}</th>}
                  <th scope="row">
                    <bdi>{row.first}</bdi> − <bdi>{row.second}</bdi>
                  </th>
                  <td>{metricTitle(row.metric)}</td>
                  <td class="number">{metricText(row.metric, row.difference)}</td>
                  <td class="number">
                    {metricText(row.metric, row.difference_low)} to {metricText(row.metric, row.difference_high)}
                  </td>
                  <td class="number">{shown(row.wilcoxon_p_holm, 2)}</td>
                  <td class="number">{shown(row.permutation_p_holm, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </section>
  );
}
