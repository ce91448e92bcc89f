import { metricTitle } from "../../src/cohort/summary/summary-metrics.js";
import { cohort, isRunning, isSumming, progress, summary, summaryProblem } from "../state/cohort.js";
import { chooseGroup, groups, shownGroup, shownMetric } from "../state/cohort-order.js";
import { resolution } from "../state/options.js";
import { CohortCases } from "./cohort-cases.js";
import { CohortPoints } from "./cohort-points.js";
import { CohortRanks } from "./cohort-ranks.js";
import { CohortSummaryTables } from "./cohort-summary.js";
import { Controls } from "./controls.js";
import { PolicyFields } from "./policy-fields.js";

/** A cohort: the choices at the left; progress, means, points, ranks and cases at the right. */
export function CohortPage() {
  const { done, total } = progress.value;
  const { problem } = resolution.value;
  const metrics = [...new Set(summary.value?.metrics.map(({ metric }) => metric) ?? ["pq"])];
  return (
    <main class="workspace cohort" aria-busy={isRunning.value || isSumming.value}>
      <Controls>
        <PolicyFields />
      </Controls>
      <div class="results">
        {problem !== null && (
          <p class="failure" role="alert">
            {problem}
          </p>
        )}
        <div class="run" aria-live="polite">
          <p class="faint">{isRunning.value ? `${done} of ${total} evaluations done…` : sizeOf()}</p>
          {isRunning.value && <progress value={done} max={total} aria-label="Cases evaluated" />}
        </div>
        {summaryProblem.value !== null && (
          <p class="failure" role="alert">
            {summaryProblem.value}
          </p>
        )}
        {(summary.value?.warnings ?? []).map((warning) => (
          <p key={warning} class="advice">
            {warning}
          </p>
        ))}
        <div class="filters">
          <label>
            Metric{" "}
            <select
              name="metric"
              value={shownMetric.value}
              onChange={(event) => {
                shownMetric.value = event.currentTarget.value;
              }}
            >
              {metrics.map((metric) => (
                <option key={metric} value={metric}>
                  {metricTitle(metric)}
                </option>
              ))}
            </select>
          </label>
          {groups.value.length > 1 && (
            <label>
              Group{" "}
              <select
                name="group"
                value={shownGroup.value ?? ""}
                onChange={(event) => chooseGroup(event.currentTarget.value)}
              >
                {groups.value.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
          )}
        </div>
        <CohortPoints />
        <CohortSummaryTables />
        <CohortRanks />
        <CohortCases />
        {(summary.value?.notes ?? []).length > 0 && (
          <ul class="small faint" aria-label="Notes">
            {summary.value?.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
    </main>
  );
}

/** How much there is of what. */
function sizeOf(): string {
  const all = cohort.value?.cases ?? [];
  const cases = new Set(all.map((each) => each.case)).size;
  const models = new Set(all.map(({ model }) => model)).size;
  return `${cases} ${cases === 1 ? "case" : "cases"}${models > 1 ? `, ${models} models` : ""}.`;
}
