import { resolution } from "../state/options.js";
import { isMeasuring, numbers, opening, progress } from "../state/session.js";
import { shown } from "./numbers-text.js";

/** Progress on screen; screen readers announce it once it has settled. */
export function Status() {
  const { problem } = resolution.value;
  const isBusy = isMeasuring.value || opening.value !== null;
  const share = progress.value;
  const settled = numbers.value?.group;
  const spoken =
    settled === undefined || isBusy
      ? ""
      : `Panoptic quality ${shown(settled.pq)}. ${settled.tp} matched, ${settled.fn} missed, ${settled.fp} spurious.`;
  return (
    <>
      {problem !== null && (
        <p class="failure" role="alert">
          {problem}
        </p>
      )}
      <p class="status faint" data-busy={isBusy}>
        {opening.value !== null
          ? "Reading…"
          : isBusy
            ? `Computing…${share > 0 ? ` ${Math.round(100 * share)} %` : ""}`
            : ""}
      </p>
      <output class="unseen" aria-live="polite">
        {spoken}
      </output>
    </>
  );
}
