import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { seriesColour } from "../../src/reports/figures/palette.js";
import type { Answer, StrategyCurve } from "../engine/protocol.js";
import { drawnBy } from "../state/cohort.js";
import { comparisonKey, curves } from "../state/comparisons.js";
import { choose, chooseStrategy, options, optionValue } from "../state/options.js";
import { CurveChart } from "./curve-chart.js";
import { FigureButtons } from "./figure-buttons.js";
import { ratio } from "./numbers-text.js";

const QUALITIES = { pq: "PQ", rq: "RQ", sq: "SQ" } as const;
const quality = signal<keyof typeof QUALITIES>("pq");

/** The exact curve of every strategy over the threshold, where the threshold stands now, and the areas below. */
export function ThresholdCurves({ answer }: { readonly answer: Answer }) {
  const key = comparisonKey.value;
  const { group } = answer;
  useEffect(() => curves.ask({ options: options.peek(), group }), [key, group]);
  const { value, failure, isBusy } = curves.answer.value;
  if (failure !== null) return <p class="faint">{failure.message}</p>;
  if (value === null) return <p class="faint">{isBusy ? "Computing…" : ""}</p>;
  const threshold = optionValue("threshold") ?? 0.5;
  const strategy = optionValue("strategy") ?? "one-to-one";
  return (
    <div class="scroll">
      <div class="filters">
        <fieldset class="switch">
          <legend class="unseen">Quality</legend>
          {(Object.keys(QUALITIES) as (keyof typeof QUALITIES)[]).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={quality.value === each}
              onClick={() => {
                quality.value = each;
              }}
            >
              {QUALITIES[each]}
            </button>
          ))}
        </fieldset>
        <FigureButtons name={`thresholds-${quality.value}`} draw={() => drawCurves(value, quality.value, threshold)} />
      </div>
      <CurveChart
        curves={value}
        quality={quality.value}
        title={QUALITIES[quality.value]}
        threshold={threshold}
        strategy={strategy}
        onThreshold={(chosen) => choose("threshold", chosen)}
      />
      <Areas curves={value} threshold={threshold} rule={optionValue("thresholdRule") ?? "strict"} strategy={strategy} />
    </div>
  );
}

/** The same for print, with names and areas at the lines. */
function drawCurves(all: readonly StrategyCurve[], key: keyof typeof QUALITIES, threshold: number): Promise<string> {
  const lines = all
    .filter(({ area }) => area !== null)
    .map(({ strategy, curve, area }) => ({ name: strategy, curve, autc: key === "pq" ? area : null }));
  return drawnBy((desk) =>
    desk.curvesFigure(lines, {
      title: `${QUALITIES[key]} over the matching threshold`,
      key,
      quality: QUALITIES[key],
      threshold: threshold <= 1 ? threshold : null,
    }),
  );
}

interface AreasProps {
  readonly rule: "strict" | "inclusive";
  readonly curves: readonly StrategyCurve[];
  readonly threshold: number;
  readonly strategy: string;
}

/** The chart as a table: values at the threshold, and areas under the curves. */
function Areas({ curves: all, threshold, rule, strategy }: AreasProps) {
  return (
    <table class="areas">
      <caption class="unseen">Strategies at the threshold {threshold}</caption>
      <thead>
        <tr>
          <th scope="col">Strategy</th>
          <th scope="col" class="number" title="area under the curve of PQ, exact">
            AUTC
          </th>
          {["PQ", "SQ", "RQ", "TP", "FP", "FN"].map((name) => (
            <th key={name} scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {all.map(({ strategy: name, curve, area }, i) => {
          const at = intervalAt(curve, threshold, rule);
          return (
            <tr key={name} class={name === strategy ? "selected" : ""}>
              <th scope="row">
                <span class="swatch" style={{ "--series": seriesColour(i) }} aria-hidden="true" />
                <button
                  type="button"
                  class="plain"
                  aria-pressed={name === strategy}
                  onClick={() => chooseStrategy(name)}
                >
                  {name}
                </button>
              </th>
              <td class="number">{ratio(area)}</td>
              {[at?.pq, at?.sq, at?.rq].map((each, k) => (
                <td key={["pq", "sq", "rq"][k]} class="number">
                  {ratio(each)}
                </td>
              ))}
              {[at?.tp, at?.fp, at?.fn].map((each, k) => (
                <td key={["tp", "fp", "fn"][k]} class="number">
                  {each}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The interval at a threshold. On a border the strict rule takes the interval above, the inclusive rule the one below. */
function intervalAt(curve: StrategyCurve["curve"], threshold: number, rule: "strict" | "inclusive") {
  return rule === "strict"
    ? (curve.find(({ from, to }) => from <= threshold && threshold < to) ?? curve.at(-1))
    : (curve.find(({ from, to }) => from < threshold && threshold <= to) ?? curve[0]);
}
