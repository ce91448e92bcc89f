import { useEffect } from "preact/hooks";
import { advice } from "../state/advice.js";
import { stepError } from "../state/errors.js";
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
  useEffect(() => {
    document.addEventListener("keydown", stepByKey);
    return () => document.removeEventListener("keydown", stepByKey);
  }, []);
  return (
    <main class="workspace" aria-busy={isMeasuring.value || opening.value !== null}>
      <button type="button" class="skip" onClick={skip}>
        Skip to the evidence
      </button>
      <Controls />
      <div class="results">
        <Status />
        {failure.value !== null && (
          <p class="failure" role="alert">
            {failure.value.message}
          </p>
        )}
        {advice.value.map(({ text, name, act }) => (
          <p key={text} class="advice">
            {text}{" "}
            <button type="button" onClick={act}>
              {name}
            </button>
          </p>
        ))}
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

/** A link would change the part of the address that says the options. */
function skip(): void {
  document.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
}

/** n and p go through the errors, unless something is typed. */
function stepByKey(event: KeyboardEvent): void {
  const isTyped = event.target instanceof Element && event.target.matches("input, select, textarea");
  if (isTyped || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "n") stepError(1);
  if (event.key === "p") stepError(-1);
}
