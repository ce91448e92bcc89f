import { signal } from "@preact/signals";
import type { Answer } from "../engine/protocol.js";
import { ErrorKinds } from "./error-kinds.js";
import { InstanceTable } from "./instance-table.js";
import { OverlapGraph } from "./overlap-graph.js";
import { Sensitivity } from "./sensitivity.js";
import { ThresholdCurves } from "./threshold-curves.js";
import { Why } from "./why.js";

const TABS = [
  { name: "Instances", Panel: InstanceTable },
  { name: "Overlaps", Panel: OverlapGraph },
  { name: "Errors", Panel: ErrorKinds },
  { name: "Thresholds", Panel: ThresholdCurves },
  { name: "Sensitivity", Panel: Sensitivity },
] as const;

const shownTab = signal(0);

/** What the numbers are made of, one view at a time. */
export function Evidence({ answer }: { readonly answer: Answer }) {
  const { name, Panel } = TABS[shownTab.value];
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    shownTab.value = (shownTab.value + step + TABS.length) % TABS.length;
    document.getElementById(`tab-${TABS[shownTab.value].name}`)?.focus();
  };
  return (
    <section class="evidence" aria-label="Evidence">
      <div class="tabs" role="tablist" aria-label="Views" onKeyDown={move}>
        {TABS.map((tab, i) => (
          <button
            key={tab.name}
            id={`tab-${tab.name}`}
            type="button"
            role="tab"
            aria-selected={i === shownTab.value}
            aria-controls="panel"
            tabIndex={i === shownTab.value ? 0 : -1}
            onClick={() => {
              shownTab.value = i;
            }}
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div id="panel" class="panel" role="tabpanel" aria-labelledby={`tab-${name}`}>
        <Panel answer={answer} />
      </div>
      <Why />
    </section>
  );
}
