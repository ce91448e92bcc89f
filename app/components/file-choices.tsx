import type { FileChoices } from "../../src/io/voxel-source.js";

interface Choice {
  readonly title: string;
  readonly hint: string;
  readonly type: "text" | "number" | "numbers";
}

/** The choices that the command line takes as flags, or as a name behind a file. */
const CHOICES = {
  member: { title: "Array", hint: "name or path (NPZ, HDF5, Zarr)", type: "text" },
  segment: { title: "Segment", hint: "name or number (NRRD, DICOM SEG)", type: "text" },
  layer: { title: "Layer", hint: "from 0 (NRRD)", type: "number" },
  level: { title: "Level", hint: "from 0, the finest (OME-Zarr)", type: "number" },
  channel: { title: "Channel", hint: "from 0 (TIFF, OME-Zarr)", type: "number" },
  frame: { title: "Time point", hint: "from 0 (TIFF, OME-Zarr)", type: "number" },
  spacing: { title: "Spacing", hint: "mm, where the file has none", type: "numbers" },
  fractionalThreshold: { title: "Fraction", hint: "smallest part (DICOM SEG)", type: "number" },
  rgbIds: { title: "Colours as ids", hint: "coco (PNG)", type: "text" },
} as const satisfies Readonly<Partial<Record<keyof FileChoices, Choice>>>;

interface FileChoicesFieldsProps {
  readonly chosen: FileChoices;
  readonly onChoose: (choices: FileChoices) => void;
}

/** Fields that choose a part of a file, or of each file of a folder; an empty one leaves the choice to the file. */
export function FileChoicesFields({ chosen, onChoose }: FileChoicesFieldsProps) {
  return (
    <details>
      <summary class="small">Within the file</summary>
      {(Object.keys(CHOICES) as (keyof typeof CHOICES)[]).map((key) => (
        <label key={key} class="field">
          <span>{CHOICES[key].title}</span>
          <input
            name={key}
            placeholder={CHOICES[key].hint}
            title={CHOICES[key].hint}
            value={String(chosen[key] ?? "")}
            onChange={({ currentTarget: { value } }) => {
              const { [key]: _, ...others } = chosen;
              onChoose(value.trim() === "" ? others : { ...others, [key]: parsed(value, key) });
            }}
          />
        </label>
      ))}
    </details>
  );
}

/** Words that are no numbers stay as they are: the library refuses them by name. */
function parsed(text: string, key: keyof typeof CHOICES): unknown {
  const numberIn = (word: string) => (Number.isNaN(Number(word)) ? word : Number(word));
  const { type } = CHOICES[key];
  if (type === "text") return text.trim();
  return type === "number"
    ? numberIn(text)
    : text
        .split(/[,\s]+/)
        .filter(Boolean)
        .map(numberIn);
}
