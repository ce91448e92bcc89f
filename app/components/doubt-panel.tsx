import { leave } from "../state/navigation.js";
import { picked } from "../state/picked.js";
import { doubted, trustLabels } from "../state/session.js";
import { scoreAsMap } from "../state/start-picked.js";
import { count } from "./numbers-text.js";

/** Asks what a file is that was taken for labels and looks like an image. */
export function DoubtPanel() {
  const files = doubted.value;
  if (files === null) return null;
  return (
    <section class="doubt" role="alert" aria-label="A question">
      {files.doubts.map(({ side, values, isAll }) => (
        <p key={side}>
          <bdi>{files[side].name}</bdi>, the {side}, looks like an image, not like labels: it has{" "}
          {isAll ? "" : "at least "}
          {count(values)} different values, and hardly two neighbours are equal.
        </p>
      ))}
      <div class="go">
        {files.doubts.length === 1 && (
          <button
            type="button"
            onClick={() => {
              const [{ side }] = files.doubts;
              const file = files[side];
              const other = side === "reference" ? "prediction" : "reference";
              const rest = { kind: "file", file: files[other] } as const;
              picked.value = {
                reference: side === "reference" ? null : rest,
                predictions: side === "prediction" ? [] : [rest],
                anatomy: file,
                isGuess: false,
              };
              leave();
            }}
          >
            Show it as the anatomy
          </button>
        )}
        {files.doubts.length === 1 && files.doubts[0].side === "prediction" && (
          <button
            type="button"
            onClick={() =>
              scoreAsMap({ kind: "file", file: files.prediction }, { kind: "file", file: files.reference })
            }
          >
            Score it as a map
          </button>
        )}
        <button type="button" onClick={leave}>
          Choose another file
        </button>
        <button type="button" onClick={trustLabels}>
          Evaluate it all the same
        </button>
      </div>
    </section>
  );
}
