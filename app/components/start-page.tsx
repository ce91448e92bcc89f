import { VERSION } from "../../base/version.js";
import { listedEndings } from "../../src/io/format-endings.js";
import { visit } from "../state/navigation.js";
import { say } from "../state/notices.js";
import { choose } from "../state/options.js";
import { picked, swapWith } from "../state/picked.js";
import { sampleCase } from "../state/sample.js";
import { failure } from "../state/session.js";
import { scoreAsMap, startPicked } from "../state/start-picked.js";
import { DoubtPanel } from "./doubt-panel.js";
import { ErrorPictures } from "./error-pictures.js";
import { FilePicker } from "./file-picker.js";

/** Links that show something at once, and come back to it. */
const EXAMPLES = [
  ["#view.case=sample&view.tab=overlaps", "which instances overlap"],
  ["#view.case=sample&strategy=union&view.tab=errors&view.colours=kind", "fragments matched as a union"],
  ["#view.case=sample&view.tab=thresholds", "every threshold at once"],
] as const;

const PAPERS = [
  ["https://doi.org/10.1109/CVPR.2019.00963", "Panoptic quality (Kirillov et al. 2019)"],
  ["https://doi.org/10.1038/s41592-023-02151-z", "Which metric when (Maier-Hein et al. 2024)"],
] as const;

/** Where files are dropped or picked. */
export function StartPage() {
  const { reference, predictions, anatomy, isGuess } = picked.value;
  const isCohort = reference?.kind === "folder" || predictions.some(({ kind }) => kind === "folder");
  return (
    <main class="start">
      <p class="lead">
        Compare a predicted label volume with its reference, instance by instance: what was found, split, merged, missed
        and made up.
      </p>
      <ErrorPictures />
      {failure.value !== null && (
        <p class="failure" role="alert">
          {failure.value.message}
        </p>
      )}
      {failure.value?.message.includes("roundLabels") && (
        <p>
          <button
            type="button"
            onClick={() => {
              choose("roundLabels", true);
              startPicked();
            }}
          >
            Round to the nearest labels, and evaluate
          </button>{" "}
          {reference?.kind === "file" && predictions[0]?.kind === "file" && (
            <button type="button" onClick={() => scoreAsMap(predictions[0], reference)}>
              Score the prediction as a map
            </button>
          )}
        </p>
      )}
      <DoubtPanel />
      <div class="pickers">
        <FilePicker
          box="reference"
          title="Reference"
          hint="the annotation"
          picks={reference === null ? [] : [reference]}
          folders
        />
        <FilePicker
          box="prediction"
          title="Prediction"
          hint="what is judged; a folder of each model"
          picks={predictions}
          folders
          onSwap={reference === null ? null : swapWith}
        />
        <FilePicker
          box="anatomy"
          title="Anatomy"
          hint="optional: the image below"
          picks={anatomy === null ? [] : [{ kind: "file", file: anatomy }]}
        />
      </div>
      {isGuess && (
        <p role="status">The names do not say which is the reference. If it is another one, swap them by ⇄.</p>
      )}
      <div class="go">
        <button
          type="button"
          class="primary"
          disabled={reference === null || predictions.length === 0}
          onClick={startPicked}
        >
          {isCohort ? "Evaluate all pairs" : "Evaluate"}
        </button>
        <button
          type="button"
          onClick={() => {
            sampleCase().then(
              (files) => visit({ kind: "case", files }),
              () => say("The sample case could not be loaded. Reload the page."),
            );
          }}
        >
          Open the sample case
        </button>
      </div>
      <p class="faint">
        Label volumes ({listedEndings()}), dropped anywhere or picked: two files, three with the image, a folder of each
        side, or one folder that holds them. Files are read and evaluated in this page. Nothing is sent anywhere.
      </p>
      <nav class="more small" aria-label="Examples and sources">
        <p>
          The sample case:{" "}
          {EXAMPLES.map(([href, text], i) => (
            <span key={href}>
              {i > 0 && " · "}
              <a href={href}>{text}</a>
            </span>
          ))}
        </p>
        <p>
          {PAPERS.map(([href, text]) => (
            <span key={href}>
              <a href={href} target="_blank" rel="noopener noreferrer">
                {text}
              </a>{" "}
              ·{" "}
            </span>
          ))}
          voxmatch {VERSION}
        </p>
      </nav>
    </main>
  );
}
