import { REASONS } from "../../../src/maps/scores/reasons.js";
import { formatNumber } from "../../../src/reports/case/text.js";
import type { RecordedMap } from "../../engine/map-protocol.js";
import type { CohortCase } from "../../state/cohort-plan.js";
import { rows, shownGroup, shownScore } from "../../state/map-cohort.js";
import { mapCohort, mapPair } from "../../state/map-files.js";
import { visit } from "../../state/navigation.js";
import { Scroller } from "../scroller.js";

/** Every case with the chosen score of each model, by name. A click opens its map. */
export function MapCohortCases() {
  const all = mapCohort.value?.cases ?? [];
  const models = [...new Set(all.map(({ model }) => model))];
  const cases = [...new Set(all.map((each) => each.case))];
  const caption = `Cases by ${shownScore.value}: choose one to see its map`;
  return (
    <Scroller name="Cases">
      <table data-table="cases">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">case</th>
            {models.map((model) => (
              <th key={model} scope="col">
                <bdi>{model ?? shownScore.value}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cases.map((id) => (
            <tr key={id}>
              <th scope="row">
                <bdi>{id}</bdi>
              </th>
              {models.map((model) => {
                const planned = all.find((each) => each.case === id && each.model === model);
                return <td key={model}>{planned !== undefined && <Cell planned={planned} />}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Cell({ planned }: { readonly planned: CohortCase }) {
  const row = rows.value.get(planned.key);
  if (row === undefined) return <>…</>;
  if (row.failure !== null) return <span class="failed">{row.failure}</span>;
  const [text, reason] = textOf(row);
  const { predictionFile, referenceFile } = planned;
  if (predictionFile === null) return <>{text}</>;
  return (
    <button
      type="button"
      class="plain"
      title={reason}
      aria-label={`Open ${planned.case}${planned.model === null ? "" : `, ${planned.model}`}: ${text}`}
      onClick={() => visit({ kind: "map", files: mapPair(predictionFile, referenceFile) })}
    >
      {text}
    </button>
  );
}

function textOf({ groups }: RecordedMap): [text: string, reason: string | undefined] {
  const scores = groups[shownGroup.value ?? ""] ?? {};
  const [value, why] = [scores[shownScore.value], scores[`${shownScore.value}_reason`]];
  const reason = typeof why === "string" ? REASONS[why] : undefined;
  return [typeof value === "number" ? formatNumber(value) : "–", reason];
}
