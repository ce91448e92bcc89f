import { cohort } from "../state/cohort.js";
import { neighbours } from "../state/cohort-order.js";
import { mapCohort, mapFiles } from "../state/map-files.js";
import { leave } from "../state/navigation.js";
import { current, opening } from "../state/session.js";
import { visitCase } from "../state/start-picked.js";
import { CohortPage } from "./cohort-page.js";
import { DropFrame } from "./drop-frame.js";
import { ExportMenu } from "./export-menu.js";
import { LateMap } from "./late-map.js";
import { Notices } from "./notices.js";
import { StartPage } from "./start-page.js";
import { Workspace } from "./workspace.js";

/** The frame of the page: a bar, and below it the start page, a cohort, a case or a map. */
export function Shell() {
  const isOpen = current.value !== null || opening.value !== null;
  return (
    <>
      <Bar />
      <Notices />
      {mapFiles.value !== null ? (
        <LateMap key="map" isCohort={false} />
      ) : mapCohort.value !== null ? (
        <LateMap key="maps" isCohort />
      ) : isOpen ? (
        <Workspace />
      ) : cohort.value !== null ? (
        <CohortPage />
      ) : (
        <StartPage />
      )}
      <DropFrame />
    </>
  );
}

function Bar() {
  const files = current.value ?? opening.value;
  const all = cohort.value ?? mapCohort.value;
  const isOfCohort =
    mapFiles.value !== null ? mapCohort.value !== null : files !== null && files.key !== null && cohort.value !== null;
  return (
    <header class="bar">
      <h1>voxmatch</h1>
      {files !== null && (
        <p class="files">
          <bdi title={`reference: ${files.reference.name}`}>{files.reference.name}</bdi>
          <span aria-hidden="true"> · </span>
          <bdi title={`prediction: ${files.prediction.name}`}>{files.prediction.name}</bdi>
          {current.value !== null && (
            <span class="faint" dir="ltr">
              {" "}
              {current.value.shape.join(" × ")}
            </span>
          )}
        </p>
      )}
      {mapFiles.value !== null && (
        <p class="files">
          <bdi title={`map: ${mapFiles.value.map.name}`}>{mapFiles.value.map.name}</bdi>
          {mapFiles.value.reference !== null && (
            <>
              <span aria-hidden="true"> · </span>
              <bdi title={`reference: ${mapFiles.value.reference.name}`}>{mapFiles.value.reference.name}</bdi>
            </>
          )}
        </p>
      )}
      {files === null && mapFiles.value === null && all !== null && (
        <p class="files">
          <bdi>{all.name}</bdi>
        </p>
      )}
      <div class="actions">
        {isOfCohort && files !== null && <CaseSteps />}
        {mapFiles.value === null && (current.value !== null || cohort.value !== null) && <ExportMenu />}
        {(files !== null || all !== null || mapFiles.value !== null) && (
          <button type="button" onClick={leave}>
            {isOfCohort ? "Back to cases" : "Close"}
          </button>
        )}
      </div>
    </header>
  );
}

/** From case to case of the cohort, in the order of its table. */
function CaseSteps() {
  const { before, after, place, total } = neighbours.value;
  return (
    <>
      <button type="button" disabled={before === null} onClick={() => before !== null && visitCase(before)}>
        ‹ <span class="wide">Previous case</span>
        <span class="unseen">, {before?.case}</span>
      </button>
      <span class="faint small">
        {place} of {total}
      </span>
      <button type="button" disabled={after === null} onClick={() => after !== null && visitCase(after)}>
        <span class="wide">Next case</span> ›<span class="unseen">, {after?.case}</span>
      </button>
    </>
  );
}
