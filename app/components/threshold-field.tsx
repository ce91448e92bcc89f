import { useId } from "preact/hooks";
import { isRatio } from "../../src/options/resolve.js";
import { choose, optionValue } from "../state/options.js";

/** Distances in mm go on beyond this; the slider does not. */
const LARGEST_MM = 20;

/** The threshold as a slider and as a number. */
export function ThresholdField() {
  const id = useId();
  const metric = optionValue("matchingMetric") ?? "iou";
  const value = optionValue("threshold") ?? 0.5;
  const [largest, step, unit] = isRatio(metric) ? [1, 0.01, ""] : [LARGEST_MM, 0.1, " mm"];
  const set = (text: string) => {
    if (text !== "" && !Number.isNaN(Number(text))) choose("threshold", Number(text));
  };
  return (
    <div class="field threshold">
      <label for={id}>Threshold{unit === "" ? "" : " (mm)"}</label>
      <input
        type="number"
        class="narrow"
        aria-label="Threshold as a number"
        name="threshold-number"
        min={0}
        max={unit === "" ? 1 : undefined}
        step={step}
        value={value}
        onChange={(event) => set(event.currentTarget.value)}
      />
      <input
        id={id}
        type="range"
        name="threshold"
        min={0}
        max={largest}
        step={step}
        value={value}
        aria-valuetext={`${metric} ${value}${unit}`}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </div>
  );
}
