import type { Signal } from "@preact/signals";
import type { Side } from "../../src/index.js";

/** References or predictions. */
export function SideSwitch({ side }: { readonly side: Signal<Side> }) {
  return (
    <fieldset class="switch">
      <legend class="unseen">Side</legend>
      {(["reference", "prediction"] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={side.value === each}
          onClick={() => {
            side.value = each;
          }}
        >
          {each === "reference" ? "References" : "Predictions"}
        </button>
      ))}
    </fieldset>
  );
}
