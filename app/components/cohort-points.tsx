import { metricTitle } from "../../src/cohort/summary/summary-metrics.js";
import { seriesColour } from "../../src/reports/figures/palette.js";
import { drawnBy, summary } from "../state/cohort.js";
import { caseNumber, models, orderedCases, shownGroup, shownMetric } from "../state/cohort-order.js";
import { visitCase } from "../state/start-picked.js";
import { FigureButtons } from "./figure-buttons.js";
import { metricText } from "./metric-names.js";
import { shown } from "./numbers-text.js";

const WIDTH = 720;
const [LEFT, RIGHT, TOP, ROW, AXIS] = [140, 16, 8, 44, 34];

/** A point for each case and model, the mean with its interval behind them; a click opens the case. */
export function CohortPoints() {
  const [metric, group] = [shownMetric.value, shownGroup.value];
  const all = orderedCases.value.flatMap(({ id, cells }) =>
    cells.map(({ planned, row }) => ({ id, planned, value: caseNumber(row, metric, group) })),
  );
  const finite = all.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) return null;
  const largest = Math.max(1, ...finite.map(({ value }) => value));
  const smallest = Math.min(0, ...finite.map(({ value }) => value));
  const x = (value: number) => LEFT + ((value - smallest) / (largest - smallest)) * (WIDTH - LEFT - RIGHT);
  const height = TOP + ROW * models.value.length + AXIS;
  const title = `${metricTitle(metric)} of each case${group === null || group === "ungrouped" ? "" : `, ${group}`}`;
  const ticks = Array.from({ length: 6 }, (_, i) => smallest + (i / 5) * (largest - smallest));
  return (
    <figure class="points">
      <figcaption class="filters">
        <span>{title}</span>
        <FigureButtons name={`cohort-${metric}`} draw={async () => forPrint(title)} />
      </figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose points are controls */}
      <svg viewBox={`0 0 ${WIDTH} ${height}`} width={WIDTH} height={height} role="group" aria-label="Cases">
        {ticks.map((tick) => (
          <g key={tick} class="tick">
            <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={height - AXIS} stroke="currentColor" stroke-opacity="0.15" />
            <text x={x(tick)} y={height - AXIS + 14} text-anchor="middle" font-size="11">
              {shown(tick, 2)}
            </text>
          </g>
        ))}
        <text class="axis" x={(LEFT + WIDTH - RIGHT) / 2} y={height - 4} text-anchor="middle" font-size="11">
          {metricTitle(metric)}
        </text>
        {models.value.map((model, k) => {
          const middle = TOP + ROW * (k + 0.5);
          const mean = summary.value?.metrics.find(
            (row) => row.by === null && row.model === model && row.group === group && row.metric === metric,
          );
          return (
            <g key={model} style={{ color: seriesColour(k) }}>
              <text x={LEFT - 10} y={middle + 4} text-anchor="end" font-size="12" class="name">
                {model ?? "all cases"}
              </text>
              {mean !== undefined && Number.isFinite(mean.mean) && (
                <g stroke="currentColor">
                  <title>{`mean ${metricText(metric, mean.mean)}, ${metricText(metric, mean.mean_low)} to ${metricText(metric, mean.mean_high)}`}</title>
                  <line x1={x(mean.mean)} x2={x(mean.mean)} y1={middle - 16} y2={middle + 16} stroke-width="2" />
                  {Number.isFinite(mean.mean_low) && Number.isFinite(mean.mean_high) && (
                    <line x1={x(mean.mean_low)} x2={x(mean.mean_high)} y1={middle} y2={middle} stroke-width="2" />
                  )}
                </g>
              )}
              {finite
                .filter(({ planned }) => planned.model === model)
                .map(({ id, planned, value }, i) => (
                  // biome-ignore lint/a11y/noStaticElementInteractions: the table below opens cases by keys
                  <circle
                    key={planned.key}
                    class="point"
                    cx={x(value)}
                    // Beside each other where they would hide each other.
                    cy={middle + (((i * 7) % 11) - 5) * 2}
                    r={4}
                    fill="currentColor"
                    fill-opacity="0.55"
                    onClick={() => visitCase(planned)}
                  >
                    <title>{`${id}: ${metricText(metric, value)}`}</title>
                  </circle>
                ))}
            </g>
          );
        })}
      </svg>
      {finite.length < all.filter(({ value }) => !Number.isNaN(value)).length && (
        <p class="small faint">Cases with an infinite value have no point.</p>
      )}
    </figure>
  );
}

/** The drawing of now as a file, in the colours of models on paper. */
function forPrint(title: string): Promise<string> {
  const shownOne = document.querySelector<SVGSVGElement>(".points svg");
  if (shownOne === null) throw new Error("There is no drawing to save.");
  const copy = shownOne.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("font-size", "12");
  for (const element of copy.querySelectorAll("*")) {
    element.removeAttribute("class");
    const colour = element.closest<SVGElement>("[style]")?.style.color;
    for (const name of ["fill", "stroke"])
      if (colour && element.getAttribute(name) === "currentColor") element.setAttribute(name, colour);
  }
  return drawnBy((desk) => desk.standalone(copy.outerHTML, title));
}
