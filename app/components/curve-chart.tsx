import type { ThresholdInterval } from "../../src/index.js";
import { seriesColour } from "../../src/reports/figures/palette.js";
import type { StrategyCurve } from "../engine/protocol.js";

const [WIDTH, HEIGHT] = [560, 300];
const [LEFT, TOP, RIGHT, BOTTOM] = [36, 10, 8, 34];
const x = (threshold: number) => LEFT + threshold * (WIDTH - LEFT - RIGHT);
const y = (value: number) => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM);
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

interface CurveChartProps {
  readonly curves: readonly StrategyCurve[];
  readonly quality: "pq" | "rq" | "sq";
  readonly title: string;
  readonly threshold: number;
  readonly strategy: string;
  readonly onThreshold: (threshold: number) => void;
}

/** Steps over the threshold, one line a strategy; a click moves the threshold. */
export function CurveChart({ curves, quality, title, threshold, strategy, onThreshold }: CurveChartProps) {
  const ordered = curves.map((each, i) => ({ ...each, i }));
  // The chosen strategy lies on top.
  ordered.sort((a, b) => Number(a.strategy === strategy) - Number(b.strategy === strategy));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the slider of the options does the same by keys
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${title} over the threshold, by strategy; the table below has the numbers`}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const at = (((event.clientX - box.left) / box.width) * WIDTH - LEFT) / (WIDTH - LEFT - RIGHT);
        onThreshold(Math.round(100 * Math.min(1, Math.max(0, at))) / 100);
      }}
    >
      {TICKS.map((tick) => (
        <g key={tick} class="tick">
          <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
            {tick}
          </text>
          <text x={x(tick)} y={HEIGHT - BOTTOM + 15} text-anchor="middle">
            {tick}
          </text>
        </g>
      ))}
      <text class="axis" x={x(0.5)} y={HEIGHT - 4} text-anchor="middle">
        threshold
      </text>
      <text class="axis" x={LEFT + 4} y={TOP + 10}>
        {title}
      </text>
      {ordered.map(({ strategy: name, curve, i }) => (
        <path
          key={name}
          class={`curve ${name === strategy ? "current" : ""}`}
          style={{ "--series": seriesColour(i) }}
          d={stepsOf(curve, quality)}
        />
      ))}
      {threshold <= 1 && (
        <g class="now">
          <line x1={x(threshold)} x2={x(threshold)} y1={y(0)} y2={y(1)} />
          <text
            x={x(threshold)}
            y={TOP + 2}
            text-anchor={threshold > 0.85 ? "end" : "start"}
            dx={threshold > 0.85 ? -4 : 4}
            dy={18}
          >
            {threshold}
          </text>
        </g>
      )}
    </svg>
  );
}

/** A path of steps, broken where there is no value. */
function stepsOf(curve: readonly ThresholdInterval[], quality: "pq" | "rq" | "sq"): string {
  let path = "";
  let isDrawing = false;
  for (const interval of curve) {
    const value = interval[quality];
    if (value === null || value === undefined || Number.isNaN(value)) {
      isDrawing = false;
      continue;
    }
    path += `${isDrawing ? "L" : "M"}${x(interval.from).toFixed(1)},${y(value).toFixed(1)}H${x(interval.to).toFixed(1)}`;
    isDrawing = true;
  }
  return path;
}
