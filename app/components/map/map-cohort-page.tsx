import { useEffect } from "preact/hooks";
import { download } from "../../state/download.js";
import {
  candidateThreshold,
  chooseGroup,
  chosenKind,
  command,
  followMapCohort,
  groups,
  hasInstances,
  isDetecting,
  isRunning,
  kind,
  rows,
  saved,
  shownGroup,
  summary,
  summaryProblem,
} from "../../state/map-cohort.js";
import { mapCohort } from "../../state/map-files.js";
import { MapCohortCases } from "./map-cohort-cases.js";
import { MapCohortSummary } from "./map-cohort-summary.js";
import { KindChoice, Save, Tick } from "./map-controls.js";

/** A cohort of maps: choices, progress, scores over cases with chance beside them, lesions, and every case. */
export function MapCohortPage() {
  useEffect(followMapCohort, []);
  const total = mapCohort.value?.cases.length ?? 0;
  const done = rows.value.size;
  return (
    <main
      class="map map-cohort"
      aria-busy={isRunning.value || (summary.value === null && summaryProblem.value === null)}
    >
      <section class="map-controls" aria-label="Choices">
        <Choices />
      </section>
      <p class="faint" role="status">
        {isRunning.value ? `${done} of ${total} maps scored…` : `${total} ${total === 1 ? "map" : "maps"}.`}{" "}
        {summary.value?.what_counts}
      </p>
      {summaryProblem.value !== null && (
        <p class="failure" role="alert">
          {summaryProblem.value}
        </p>
      )}
      <div class="map-tables">
        <MapCohortSummary />
        <MapCohortCases />
      </div>
      <Save files={SAVED} isDisabled={isRunning.value} command={command.value} />
    </main>
  );
}

function Choices() {
  const from = candidateThreshold.value;
  const isMissing = isDetecting.value && kind.value === "relevance" && Number.isNaN(from);
  return (
    <div class="map-choices">
      <KindChoice kind={kind.value} chosen={chosenKind} />
      <Tick name="instances" isOn={hasInstances}>
        match instances at every threshold
      </Tick>
      <Tick name="detection" isOn={isDetecting}>
        look for lesions
      </Tick>
      {isDetecting.value && (
        <label>
          Candidates from{" "}
          <input
            type="number"
            class="narrow"
            name="candidate-threshold"
            step="any"
            placeholder={kind.value === "probability" ? "0.5" : ""}
            value={Number.isNaN(from) ? "" : from}
            onChange={({ currentTarget: { value } }) => {
              candidateThreshold.value = value === "" ? Number.NaN : Number(value);
            }}
          />
        </label>
      )}
      {isMissing && (
        <p class="faint small">Say from which value on voxels are candidates: relevance has no usual one.</p>
      )}
      {groups.value.length > 1 && (
        <label>
          Group
          <select
            name="group"
            value={shownGroup.value ?? ""}
            onChange={({ currentTarget: { value } }) => chooseGroup(value)}
          >
            {groups.value.map((group) => (
              <option key={group}>{group}</option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

type Ask = Parameters<typeof saved>[0];

const FILES: readonly (readonly [name: string, file: string, ask: Ask])[] = [
  ["Records as JSONL", "cases.jsonl", (desk, set) => desk.exportAs(set, "jsonl", {})],
  ["Summary as JSON", "summary.json", (desk, set) => desk.summaryAs(set, "json", {})],
  ["Summary as text", "summary.txt", (desk, set) => desk.summaryAs(set, "txt", {})],
];

const SAVED = FILES.map(([name, file, ask]) => ({
  name,
  save: async () => download(file, await saved(ask), "text/plain"),
}));
