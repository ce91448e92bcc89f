import { useId, useRef } from "preact/hooks";
import { pickedFolder } from "../state/dropped-files.js";
import { type Box, chooseWithin, chosenWithin, contentText, nameOf, type Pick, putBack } from "../state/picked.js";
import { takeFiles } from "../state/take-drop.js";
import { FileChoicesFields } from "./file-choices.js";

interface FilePickerProps {
  readonly box: Box;
  readonly title: string;
  readonly hint: string;
  readonly picks: readonly Pick[];
  /** Whether a whole folder can be picked. */
  readonly folders?: boolean;
  /** Makes a pick the reference. */
  readonly onSwap?: ((name: string) => void) | null;
}

/** One kind of file: what was chosen, and the buttons to choose it. Drops on it are meant for it. */
export function FilePicker({ box, title, hint, picks, folders = false, onSwap = null }: FilePickerProps) {
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <section class="picker" aria-labelledby={id} data-box={box}>
      <h2 id={id}>{title}</h2>
      {picks.length === 0 && <p class="faint">{hint}</p>}
      <ul class="picks">
        {picks.map((pick) => (
          <li key={nameOf(pick)}>
            <bdi class="chosen">{contentText(pick)}</bdi>
            {onSwap !== null && (
              <button
                type="button"
                class="plain"
                title="Make it the reference"
                aria-label={`Make ${nameOf(pick)} the reference`}
                onClick={() => onSwap(nameOf(pick))}
              >
                ⇄
              </button>
            )}
            <button
              type="button"
              class="plain"
              aria-label={`Take ${nameOf(pick)} away`}
              onClick={() => putBack(box, nameOf(pick))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {picks.length > 0 && (
        <FileChoicesFields chosen={chosenWithin(picks[0])} onChoose={(choices) => chooseWithin(box, choices)} />
      )}
      <div class="buttons">
        <button type="button" onClick={() => file.current?.click()} aria-label={`${title}: choose a file`}>
          File…
        </button>
        {folders && (
          <button type="button" onClick={() => folder.current?.click()} aria-label={`${title}: choose a folder`}>
            {box === "prediction" && picks.some(({ kind }) => kind === "folder") ? "Another model…" : "Folder…"}
          </button>
        )}
      </div>
      <input
        ref={file}
        type="file"
        hidden
        multiple
        aria-label={title}
        data-picks={box}
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])];
          currentTarget.value = "";
          if (chosen.length > 0) void takeFiles(chosen, [], box);
        }}
      />
      {folders && (
        <input
          ref={(element) => {
            folder.current = element;
            // Not an attribute that JSX knows of.
            if (element !== null) element.webkitdirectory = true;
          }}
          type="file"
          hidden
          multiple
          aria-label={`Folder of ${title.toLowerCase()}s`}
          data-picks={`${box}-folder`}
          onChange={({ currentTarget }) => {
            const chosen = [...(currentTarget.files ?? [])];
            currentTarget.value = "";
            if (chosen.length > 0) void takeFiles([], [pickedFolder(chosen)], box);
          }}
        />
      )}
    </section>
  );
}
