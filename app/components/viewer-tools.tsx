import type { Side } from "../../src/index.js";
import { current } from "../state/session.js";
import type { Colouring, Layout } from "../state/view-words.js";
import { colouring, emphasis, greyWindow, isRadiological, layout, restyle, styles } from "../state/viewing.js";
import { EMPHASES, type Emphasis } from "../viewer/label-colours.js";

const LAYOUT_NAMES: readonly (readonly [Layout, string, string])[] = [
  ["all", "All", "Three planes and 3D"],
  ["planes", "2D", "Three planes without 3D, which is faster"],
  ["axial", "Axial", "Axial"],
  ["coronal", "Coronal", "Coronal"],
  ["sagittal", "Sagittal", "Sagittal"],
  ["volume", "3D", "3D"],
];

const COLOURING_NAMES: Readonly<Record<Colouring, string>> = {
  status: "status",
  kind: "kind of error",
  instance: "instance",
  agreement: "agreement of voxels",
};

const EMPHASIS_NAMES: Readonly<Record<Emphasis, string>> = { none: "shown", dim: "dimmed", hide: "hidden" };

interface ViewerToolsProps {
  readonly onZoom: (isOnSelection: boolean) => void;
  readonly onReset: () => void;
  readonly onSave: (ending: "svg" | "png") => void;
}

/** How the volumes are shown. */
export function ViewerTools({ onZoom, onReset, onSave }: ViewerToolsProps) {
  const isFlat = current.value?.shape.length === 2;
  const isOfVoxels = colouring.value === "agreement";
  return (
    <div class="tools small">
      {!isFlat && (
        <fieldset class="switch">
          <legend class="unseen">Planes</legend>
          {LAYOUT_NAMES.map(([each, name, title]) => (
            <button
              key={each}
              type="button"
              title={title}
              aria-pressed={layout.value === each}
              onClick={() => {
                layout.value = each;
              }}
            >
              {name}
            </button>
          ))}
        </fieldset>
      )}
      <label>
        Colour by{" "}
        <select
          name="colouring"
          value={colouring.value}
          onChange={(event) => {
            colouring.value = event.currentTarget.value as Colouring;
          }}
        >
          {Object.entries(COLOURING_NAMES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {!isOfVoxels && (
        <>
          <SideTools side="reference" name="Reference" />
          <SideTools side="prediction" name="Prediction" />
        </>
      )}
      <details class="menu">
        <summary>View</summary>
        <div class="items">
          {!isOfVoxels && (
            <label>
              Others than the selected{" "}
              <select
                name="emphasis"
                value={emphasis.value}
                onChange={(event) => {
                  emphasis.value = event.currentTarget.value as Emphasis;
                }}
              >
                {EMPHASES.map((each) => (
                  <option key={each} value={each}>
                    {EMPHASIS_NAMES[each]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label class="check" title="As radiologists look at a patient: from the feet, right at the left">
            <input
              type="checkbox"
              name="radiological"
              checked={isRadiological.value}
              onChange={(event) => {
                isRadiological.value = event.currentTarget.checked;
              }}
            />
            Radiological (patient’s right at the left)
          </label>
          <GreyTools />
          <button type="button" onClick={() => onZoom(true)}>
            Zoom to the selected instance
          </button>
          <button type="button" onClick={() => onZoom(false)}>
            Show everything
          </button>
          <button type="button" onClick={onReset}>
            Reset the view
          </button>
          <button type="button" onClick={() => onSave("png")}>
            Save the picture as PNG
          </button>
          <button type="button" onClick={() => onSave("svg")}>
            Save the picture as SVG
          </button>
        </div>
      </details>
    </div>
  );
}

/** Controls of the grey window: the anatomy's values for black and white. */
function GreyTools() {
  const window = greyWindow.value;
  if (window === null) return null;
  return (
    <div class="greys">
      {(["low", "high"] as const).map((end) => (
        <label key={end}>
          {end === "low" ? "Black at" : "White at"}{" "}
          <input
            type="number"
            name={`grey-${end}`}
            step="any"
            value={Number(window[end].toPrecision(4))}
            onChange={(event) => {
              const value = event.currentTarget.valueAsNumber;
              if (!Number.isNaN(value)) greyWindow.value = { ...window, [end]: value };
            }}
          />
        </label>
      ))}
    </div>
  );
}

function SideTools({ side, name }: { readonly side: Side; readonly name: string }) {
  const { isShown, isOutlined, opacity } = styles.value[side];
  return (
    <fieldset class="side">
      <legend class="unseen">{name}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={isShown}
          onChange={(event) => restyle(side, { isShown: event.currentTarget.checked })}
        />
        {name}
      </label>
      <input
        type="range"
        min="0.05"
        max="1"
        step="0.05"
        value={opacity}
        aria-label={`Opacity of the ${side}`}
        title="Opacity"
        onChange={(event) => restyle(side, { opacity: event.currentTarget.valueAsNumber })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={isOutlined}
          aria-label={`Outlines of the ${side} only`}
          onChange={(event) => restyle(side, { isOutlined: event.currentTarget.checked })}
        />
        outline
      </label>
    </fieldset>
  );
}
