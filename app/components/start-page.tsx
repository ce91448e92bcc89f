import { useRef, useState } from "preact/hooks";
import { isVolumeName, pairFolders, tellReference } from "../../src/cohort/pair-files.js";
import { openCohort } from "../state/cohort.js";
import { droppedFiles } from "../state/dropped-files.js";
import { say } from "../state/notices.js";
import { choose } from "../state/options.js";
import { sampleCase } from "../state/sample.js";
import { failure, openCase } from "../state/session.js";
import { FilePicker } from "./file-picker.js";

/** Where files are dropped or picked. */
export function StartPage() {
  const [reference, setReference] = useState<readonly File[]>([]);
  const [prediction, setPrediction] = useState<readonly File[]>([]);
  const [anatomy, setAnatomy] = useState<File | null>(null);
  const [isOver, setIsOver] = useState(false);
  const depth = useRef(0);

  const isCohort = reference.length > 1 || prediction.length > 1;
  const start = () => {
    if (reference.length === 1 && prediction.length === 1) {
      void openCase({ reference: reference[0], prediction: prediction[0], anatomy });
      return;
    }
    const { pairs, alone } = pairFolders(reference, prediction);
    if (alone.length > 0)
      say(`Without a partner of a like name, and left out: ${alone.map(({ name }) => name).join(", ")}.`);
    if (pairs.length > 0) openCohort(pairs);
  };

  const take = async (data: DataTransfer) => {
    const { files, folders } = await droppedFiles(data);
    if (folders.length === 2) {
      const told = tellReference(...(folders as [(typeof folders)[0], (typeof folders)[0]]));
      setReference((told?.reference ?? folders[0]).files);
      setPrediction((told?.prediction ?? folders[1]).files);
      return;
    }
    const volumes = [...files, ...folders.flatMap((folder) => folder.files)].filter(({ name }) => isVolumeName(name));
    if (volumes.length === 2) {
      const told = tellReference(volumes[0], volumes[1]);
      setReference([told?.reference ?? volumes[0]]);
      setPrediction([told?.prediction ?? volumes[1]]);
    } else if (volumes.length === 1) {
      if (reference.length === 0) setReference(volumes);
      else setPrediction(volumes);
    } else {
      say("Drop a reference and a prediction (.nii or .nii.gz), or a folder of each.");
    }
  };

  return (
    <main
      class={`start ${isOver ? "over" : ""}`}
      onDragEnter={(event) => {
        event.preventDefault();
        depth.current++;
        setIsOver(true);
      }}
      onDragOver={(event) => event.preventDefault()}
      onDragLeave={() => {
        depth.current--;
        if (depth.current === 0) setIsOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setIsOver(false);
        if (event.dataTransfer !== null) void take(event.dataTransfer);
      }}
    >
      <p class="lead">
        Compare a predicted label volume with its reference, instance by instance: what was found, split, merged, missed
        and made up.
      </p>
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
              start();
            }}
          >
            Round to the nearest labels, and evaluate
          </button>
        </p>
      )}
      <div class="pickers">
        <FilePicker title="Reference" hint="the annotation" files={reference} onPick={setReference} folders />
        <FilePicker title="Prediction" hint="what is to be judged" files={prediction} onPick={setPrediction} folders />
        <FilePicker
          title="Anatomy"
          hint="optional: the image below"
          files={anatomy === null ? [] : [anatomy]}
          onPick={(files) => setAnatomy(files[0] ?? null)}
        />
      </div>
      <div class="go">
        <button
          type="button"
          class="primary"
          disabled={reference.length === 0 || prediction.length === 0}
          onClick={start}
        >
          {isCohort ? "Evaluate all pairs" : "Evaluate"}
        </button>
        <button type="button" onClick={() => void sampleCase().then(openCase)}>
          Open the sample case
        </button>
      </div>
      <p class="faint">
        NIfTI (.nii, .nii.gz), dropped anywhere on this page or picked; two folders make a cohort, paired by name. Files
        are read and evaluated in this page. Nothing is sent anywhere.
      </p>
    </main>
  );
}
