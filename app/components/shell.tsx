import { closeCohort, cohort } from "../state/cohort.js";
import { closeCase, current, opening } from "../state/session.js";
import { CohortTable } from "./cohort-table.js";
import { ExportMenu } from "./export-menu.js";
import { Notices } from "./notices.js";
import { StartPage } from "./start-page.js";
import { Workspace } from "./workspace.js";

/** The frame of the page: a bar, and below it the start page, a cohort's table or a case. */
export function Shell() {
  const isOpen = current.value !== null || opening.value !== null;
  return (
    <>
      <Bar />
      <Notices />
      {isOpen ? <Workspace /> : cohort.value !== null ? <CohortTable /> : <StartPage />}
    </>
  );
}

function Bar() {
  const files = current.value ?? opening.value;
  return (
    <header class="bar">
      <h1>voxmatch</h1>
      {files !== null && (
        <p class="files">
          <span title="reference">{files.reference.name}</span>
          <span aria-hidden="true"> · </span>
          <span title="prediction">{files.prediction.name}</span>
          {current.value !== null && <span class="faint"> {current.value.shape.join(" × ")}</span>}
        </p>
      )}
      <div class="actions">
        {(current.value !== null || cohort.value !== null) && <ExportMenu />}
        {files !== null && (
          <button type="button" onClick={() => void closeCase()}>
            {cohort.value === null ? "Close" : "Back to cases"}
          </button>
        )}
        {files === null && cohort.value !== null && (
          <button type="button" onClick={closeCohort}>
            Close
          </button>
        )}
      </div>
    </header>
  );
}
