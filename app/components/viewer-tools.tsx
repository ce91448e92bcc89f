import type { Side } from "../../src/index.js";
import { type Colouring, colouring } from "../state/selection.js";
import { current } from "../state/session.js";
import { layout, restyle, styles } from "../state/viewing.js";

const LAYOUTS = [
  ["all", "All"],
  ["axial", "Axial"],
  ["coronal", "Coronal"],
  ["sagittal", "Sagittal"],
  ["volume", "3D"],
] as const;

/** How the volumes are shown. */
export function ViewerTools() {
  const isFlat = current.value?.shape.length === 2;
  return (
    <div class="tools small">
      {!isFlat && (
        <fieldset class="switch">
          <legend class="unseen">Planes</legend>
          {LAYOUTS.map(([each, name]) => (
            <button
              key={each}
              type="button"
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
          value={colouring.value}
          onChange={(event) => {
            colouring.value = event.currentTarget.value as Colouring;
          }}
        >
          <option value="status">status</option>
          <option value="kind">kind of error</option>
          <option value="instance">instance</option>
        </select>
      </label>
      <SideTools side="reference" name="Reference" />
      <SideTools side="prediction" name="Prediction" />
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
