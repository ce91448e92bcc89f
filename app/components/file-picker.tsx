import { useId, useRef } from "preact/hooks";

interface FilePickerProps {
  readonly title: string;
  readonly hint: string;
  readonly files: readonly File[];
  readonly onPick: (files: readonly File[]) => void;
  /** Whether a whole folder can be picked. */
  readonly folders?: boolean;
}

/** One kind of file: what was chosen, and the buttons to choose it. */
export function FilePicker({ title, hint, files, onPick, folders = false }: FilePickerProps) {
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const picked = (event: Event & { readonly currentTarget: HTMLInputElement }) => {
    if (event.currentTarget.files !== null) onPick([...event.currentTarget.files]);
  };
  return (
    <section class="picker" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p class={files.length === 0 ? "faint" : "chosen"}>
        {files.length === 0 ? hint : files.length === 1 ? files[0].name : `${files.length} files`}
      </p>
      <div class="buttons">
        <button type="button" onClick={() => file.current?.click()} aria-label={`${title}: choose a file`}>
          File…
        </button>
        {folders && (
          <button type="button" onClick={() => folder.current?.click()} aria-label={`${title}: choose a folder`}>
            Folder…
          </button>
        )}
      </div>
      <input ref={file} type="file" hidden aria-label={title} data-picks={title.toLowerCase()} onChange={picked} />
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
          data-picks={`${title.toLowerCase()}-folder`}
          onChange={picked}
        />
      )}
    </section>
  );
}
