import { failure, full, isMeasuring, numbers, opening } from "../state/session.js";
import { viewerShare } from "../state/viewing.js";
import { BigNumbers } from "./big-numbers.js";
import { Controls } from "./controls.js";
import { Divider } from "./divider.js";
import { Evidence } from "./evidence.js";
import { Status } from "./status.js";
import { ViewerPanel } from "./viewer-panel.js";

/** A case: the choices at the left, what comes of them at the right. */
export function Workspace() {
  return (
    <main class="workspace" aria-busy={isMeasuring.value || opening.value !== null}>
      <Controls />
      <div class="results">
        <Status />
        {failure.value !== null && (
          <p class="failure" role="alert">
            {failure.value.message}
          </p>
        )}
        {numbers.value !== null && <BigNumbers />}
        <div class="panes" style={{ "--share": `${viewerShare.value}%` }}>
          <ViewerPanel />
          <Divider />
          {full.value !== null && <Evidence answer={full.value} />}
        </div>
      </div>
    </main>
  );
}
