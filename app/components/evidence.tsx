import type { Answer } from "../engine/protocol.js";
import { errorPlace, errors, stepError } from "../state/errors.js";
import { TABS } from "../state/view-words.js";
import { shownTab } from "../state/viewing.js";
import { ErrorKinds } from "./error-kinds.js";
import { InstanceTable } from "./instance-table.js";
import { count } from "./numbers-text.js";
import { OverlapGraph } from "./overlap-graph.js";
import { Sensitivity } from "./sensitivity.js";
import { ThresholdCurves } from "./threshold-curves.js";
import { Why } from "./why.js";

const PANELS = {
  instances: { name: "Instances", Panel: InstanceTable },
  overlaps: { name: "Overlaps", Panel: OverlapGraph },
  errors: { name: "Errors", Panel: ErrorKinds },
  thresholds: { name: "Thresholds", Panel: ThresholdCurves },
  sensitivity: { name: "Sensitivity", Panel: Sensitivity },
} as const;

/** Views that explain the numbers, one at a time. */
export function Evidence({ answer }: { readonly answer: Answer }) {
  const tab = shownTab.value;
  const { Panel } = PANELS[tab];
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    shownTab.value = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
    document.getElementById(`tab-${shownTab.value}`)?.focus();
  };
  return (
    <section class="evidence" aria-label="Evidence">
      <div class="evidence-head">
        <div class="tabs" role="tablist" aria-label="Views" onKeyDown={move}>
          {TABS.map((each) => (
            <button
              key={each}
              id={`tab-${each}`}
              type="button"
              role="tab"
              aria-selected={each === tab}
              aria-controls="panel"
              tabIndex={each === tab ? 0 : -1}
              onClick={() => {
                shownTab.value = each;
              }}
            >
              {PANELS[each].name}
            </button>
          ))}
        </div>
        <ErrorSteps />
      </div>
      <div id="panel" class="panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Panel answer={answer} />
      </div>
      <Why />
    </section>
  );
}

/** From error to error, the largest first. */
function ErrorSteps() {
  const [total, place] = [errors.value.length, errorPlace.value];
  return (
    <div class="steps small">
      <button
        type="button"
        disabled={total === 0}
        aria-keyshortcuts="p"
        title="The error before (key p)"
        onClick={() => stepError(-1)}
      >
        ‹<span class="unseen">Previous error</span>
      </button>
      <span class="faint">
        {total === 0
          ? "no errors"
          : place < 0
            ? `${count(total)} errors`
            : `error ${count(place + 1)} of ${count(total)}`}
      </span>
      <button
        type="button"
        disabled={total === 0}
        aria-keyshortcuts="n"
        title="The next error, largest first (key n)"
        onClick={() => stepError(1)}
      >
        ›<span class="unseen">Next error</span>
      </button>
    </div>
  );
}
