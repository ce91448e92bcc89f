import { useRef } from "preact/hooks";
import type { SummarizeOptions } from "../../src/cohort/index.js";
import {
  CORRECT_EMPTY_CHOICES,
  FAILED_CHOICES,
  MISSING_CHOICES,
  UNDEFINED_CHOICES,
} from "../../src/cohort/policy/policy-options.js";
import { SCHEMES } from "../../src/cohort/ranking/schemes.js";
import { COMPARED_WITH, DECIDING_TESTS } from "../../src/cohort/summary/summary-options.js";
import { summarizing } from "../state/cohort.js";
import { addColumns } from "../state/cohort-columns.js";
import { columns } from "../state/cohort-order.js";

interface Choice {
  readonly key: keyof SummarizeOptions;
  readonly title: string;
  readonly meaning: string;
  readonly choices: readonly string[];
}

/** The first choice of each is the default. */
const CHOICES: readonly Choice[] = [
  {
    key: "correctEmpty",
    title: "Correctly empty",
    meaning: "an empty reference, rightly predicted empty",
    choices: CORRECT_EMPTY_CHOICES,
  },
  {
    key: "missing",
    title: "No prediction",
    meaning: "a case without a usable prediction of a model",
    choices: MISSING_CHOICES,
  },
  {
    key: "failed",
    title: "Failed",
    meaning: "a case that failed for another reason than its files",
    choices: FAILED_CHOICES,
  },
  { key: "undefined", title: "Undefined values", meaning: "undefined and infinite values", choices: UNDEFINED_CHOICES },
  { key: "rankBy", title: "Rank by", meaning: "how models are ranked by one metric", choices: SCHEMES },
  { key: "compareWith", title: "Compare with", meaning: "which models are compared", choices: COMPARED_WITH },
  { key: "test", title: "Test", meaning: "the test that decides what is significant", choices: DECIDING_TESTS },
];

/** How the cohort is summed up: the flags of `voxmatch summarize`. */
export function PolicyFields() {
  const file = useRef<HTMLInputElement>(null);
  const set = (key: keyof SummarizeOptions, value: string | undefined) => {
    const { [key]: _, ...others } = summarizing.value;
    summarizing.value = value === undefined ? others : { ...others, [key]: value };
  };
  return (
    <details open>
      <summary>Cohort</summary>
      {CHOICES.map(({ key, title, meaning, choices }) => (
        <label key={key} class="field" title={meaning}>
          <span>{title}</span>
          <select
            name={key}
            value={String(summarizing.value[key] ?? choices[0])}
            onChange={({ currentTarget: { value } }) => set(key, value === choices[0] ? undefined : value)}
          >
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
      ))}
      {columns.value.length > 0 &&
        (["by", "cluster", "subject"] as const).map((key) => (
          <label key={key} class="field" title={COLUMN_MEANINGS[key]}>
            <span>{COLUMN_TITLES[key]}</span>
            <select
              name={key}
              value={summarizing.value[key] ?? ""}
              onChange={({ currentTarget: { value } }) => set(key, value === "" ? undefined : value)}
            >
              <option value="">no column</option>
              {columns.value.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        ))}
      <button type="button" onClick={() => file.current?.click()}>
        Add columns (site, patient, …)
      </button>
      <input
        ref={file}
        type="file"
        hidden
        accept=".csv,.tsv,.jsonl"
        aria-label="Table of columns"
        data-picks="columns"
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.files?.[0];
          currentTarget.value = "";
          if (chosen !== undefined) void addColumns(chosen);
        }}
      />
    </details>
  );
}

const COLUMN_TITLES = { by: "By", cluster: "Cluster", subject: "Subject" } as const;
const COLUMN_MEANINGS = {
  by: "everything is said of each of its values, too",
  cluster: "cases with the same value are drawn together (patients with several cases)",
  subject: "cases with the same value are patches of one subject, pooled into one case",
} as const;
