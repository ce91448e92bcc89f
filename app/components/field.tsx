import { useId } from "preact/hooks";
import type { EvaluateOptions } from "../../src/index.js";
import { metricOf } from "../../src/metrics/registry.js";
import type { DescribedOption } from "../../src/options/option-row.js";
import { choose, chooseStrategy, optionValue } from "../state/options.js";
import { titleOf } from "./option-titles.js";

type Value = EvaluateOptions[keyof EvaluateOptions];

/** One option, by the kind that the registry says it has. */
export function Field({ row }: { readonly row: DescribedOption }) {
  const id = useId();
  const { key, kind, description } = row;
  const value = optionValue(key);
  const set = (chosen: unknown) => {
    if (key === "strategy") chooseStrategy(chosen as EvaluateOptions["strategy"]);
    else choose(key, chosen as Value as never);
  };
  if (kind.type === "flag") {
    return (
      <label class="field flag" title={description}>
        <input type="checkbox" checked={value === true} onChange={(event) => set(event.currentTarget.checked)} />
        <span>{titleOf(key)}</span>
      </label>
    );
  }
  if (kind.type === "list") return <ListField row={row} chosen={(value ?? []) as readonly string[]} set={set} />;
  return (
    <div class="field">
      <label for={id} title={description}>
        {titleOf(key)}
      </label>
      {kind.type === "choice" ? (
        <select
          id={id}
          name={key}
          title={description}
          value={value === undefined ? "" : String(value)}
          onChange={(event) => {
            const word = event.currentTarget.value;
            set(word === "" ? undefined : (kind.choices.find((choice) => String(choice) === word) ?? word));
          }}
        >
          {row.default === undefined && <option value="">{NOTHING[key] ?? "none"}</option>}
          {kind.choices.map((choice) => (
            <option key={choice} value={String(choice)}>
              {String(choice)}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          name={key}
          title={description}
          type="text"
          inputMode={kind.type === "number" || kind.type === "numbers" ? "decimal" : "text"}
          placeholder={NOTHING[key] ?? "none"}
          value={Array.isArray(value) ? value.join(", ") : value === undefined ? "" : String(value)}
          onChange={(event) => set(numbersIn(event.currentTarget.value, kind.type === "numbers"))}
        />
      )}
    </div>
  );
}

/** Placeholders of options without a value. */
const NOTHING: Readonly<Record<string, string>> = {
  connectivity: "corners (26 or 8)",
  touchingLabels: "separate",
  nsdTolerance: "smallest spacing",
};

/** Parses numbers and leaves other words as they are, so that the library's check names them. */
function numbersIn(text: string, isList: boolean): unknown {
  if (text.trim() === "") return undefined;
  const parse = (word: string) => (Number.isNaN(Number(word)) ? word : Number(word));
  return isList
    ? text
        .split(/[,\s]+/)
        .filter(Boolean)
        .map(parse)
    : parse(text);
}

interface ListFieldProps {
  readonly row: DescribedOption;
  readonly chosen: readonly string[];
  readonly set: (chosen: readonly string[]) => void;
}

function ListField({ row, chosen, set }: ListFieldProps) {
  const { key, kind, description } = row;
  if (kind.type !== "list") return null;
  const isMetric = key === "metrics" || key === "globalMetrics";
  return (
    <fieldset class="field list">
      <legend title={description}>{titleOf(key)}</legend>
      {kind.choices.map((choice) => (
        <label key={choice} title={isMetric ? metricOf(choice as "iou").name : undefined}>
          <input
            type="checkbox"
            checked={chosen.includes(choice)}
            onChange={(event) => {
              const isOn = event.currentTarget.checked;
              set(kind.choices.filter((each) => (each === choice ? isOn : chosen.includes(each))));
            }}
          />
          {choice}
        </label>
      ))}
    </fieldset>
  );
}
