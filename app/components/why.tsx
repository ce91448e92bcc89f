import { useEffect, useState } from "preact/hooks";
import { selected } from "../state/selection.js";
import { engine, full } from "../state/session.js";

/** Why the selected instance was matched or not, in sentences. */
export function Why() {
  const id = selected.value;
  const answer = full.value;
  const [sentences, setSentences] = useState<readonly string[]>([]);
  // A new answer has new reasons.
  useEffect(() => {
    if (id === null) return;
    let isCurrent = true;
    void engine.sentencesOf(id).then((found) => {
      if (isCurrent) setSentences(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [id, answer]);
  if (id === null) return null;
  return (
    <section class="why" aria-label="Selected instance" aria-live="polite">
      <h2>
        {id.side === "reference" ? "Reference" : "Prediction"} {id.label}
        <button
          type="button"
          class="plain"
          aria-label="Select nothing"
          onClick={() => {
            selected.value = null;
          }}
        >
          ×
        </button>
      </h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
