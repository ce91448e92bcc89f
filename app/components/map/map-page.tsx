import { useEffect } from "preact/hooks";
import type { Sign } from "../../../bindings/maps/map-volume.js";
import { SIGNS } from "../../../src/maps/options/types.js";
import { formatNumber } from "../../../src/reports/case/text.js";
import { download } from "../../state/download.js";
import {
  atThreshold,
  chosenKind,
  chosenSign,
  command,
  followMap,
  isScoring,
  isWhole,
  jsonOfMap,
  opened,
  problem,
  shownGroup,
  sign,
  swapMap,
  threshold,
} from "../../state/map.js";
import { mapFiles } from "../../state/map-files.js";
import { count } from "../numbers-text.js";
import { KindChoice, Save, Tick } from "./map-controls.js";
import { MapPlanes } from "./map-planes.js";
import { MapTables } from "./map-tables.js";

/** A map against its reference: choices, the slider over the threshold, slices, scores, components and regions. */
export function MapPage() {
  useEffect(followMap, []);
  const map = opened.value;
  return (
    <main class="map" aria-busy={isScoring.value}>
      <section class="map-controls" aria-label="Choices">
        <Choices />
        {map !== null && map.groups.length > 0 && <Slider />}
      </section>
      {isScoring.value && <p role="status">Scoring {mapFiles.value?.map.name}…</p>}
      {problem.value !== null && (
        <p class="failure" role="alert">
          {problem.value}
        </p>
      )}
      {map !== null && (
        <>
          {atThreshold.value !== null && <Numbers />}
          {map.anatomyProblem !== null && <p>The anatomy is not shown. {map.anatomyProblem}</p>}
          {map.grid.factors.some((factor) => factor > 1) && (
            <p class="faint">
              Shown coarser than it is: one voxel for {map.grid.factors.join(" × ")}. The numbers are of all voxels.
            </p>
          )}
          <MapPlanes map={map} />
          <MapTables map={map} />
          {map.result.notes.length > 0 && (
            <details>
              <summary>Notes ({map.result.notes.length})</summary>
              {map.result.notes.map((note) => (
                <p key={note}>{note}</p>
              ))}
            </details>
          )}
          <Save files={SAVED} command={command.value} />
        </>
      )}
    </main>
  );
}

function Choices() {
  const map = opened.value;
  return (
    <div class="map-choices">
      <KindChoice kind={map?.result.options.kind ?? ""} chosen={chosenKind} />
      <fieldset class="map-signs">
        <legend>Sign</legend>
        {SIGNS.map((each: Sign) => (
          <label key={each}>
            <input
              type="radio"
              name="sign"
              value={each}
              checked={sign.value === each}
              onChange={() => {
                chosenSign.value = each;
              }}
            />
            {each}
          </label>
        ))}
      </fieldset>
      {map !== null && map.groups.length > 1 && (
        <label>
          Group
          <select
            name="group"
            value={shownGroup.value ?? ""}
            onChange={({ currentTarget: { value } }) => {
              shownGroup.value = value;
            }}
          >
            {map.groups.map((group) => (
              <option key={group}>{group}</option>
            ))}
          </select>
        </label>
      )}
      {mapFiles.value?.reference != null && (
        <button type="button" onClick={swapMap} title="Make the reference the map, and the map the reference">
          ⇄ Swap map and reference
        </button>
      )}
    </div>
  );
}

/** Steps of the slider over the values from the lowest to the largest. */
const STEPS = 1000;

function Slider() {
  const map = opened.value;
  if (map === null) return null;
  const { lowest, largest } = map;
  const from = Math.min(lowest, largest);
  const set = (value: number) => {
    if (Number.isFinite(value)) threshold.value = Math.min(largest, Math.max(lowest || Number.MIN_VALUE, value));
  };
  const place = largest > from ? (STEPS * (threshold.value - from)) / (largest - from) : 0;
  return (
    <div class="map-slider">
      <label for="map-threshold">Threshold</label>
      <input
        id="map-threshold"
        type="range"
        name="threshold"
        min={0}
        max={STEPS}
        step={1}
        value={Math.round(place)}
        aria-valuetext={formatNumber(threshold.value)}
        onInput={({ currentTarget }) => set(from + (Number(currentTarget.value) / STEPS) * (largest - from))}
      />
      <input
        type="number"
        class="narrow"
        name="threshold-number"
        aria-label="Threshold as a number"
        step="any"
        min={lowest}
        max={largest}
        value={Number(threshold.value.toPrecision(4))}
        onChange={({ currentTarget }) => set(Number(currentTarget.value))}
      />
      <Tick name="whole" isOn={isWhole} class="map-whole">
        colour what is below, too
      </Tick>
      {lowest > 0 && (
        <p class="faint small">
          Begins at {formatNumber(lowest)}: more voxels are above 0 than a slider can answer for.
        </p>
      )}
    </div>
  );
}

/** The map at the threshold. */
function Numbers() {
  const now = atThreshold.value;
  if (now === null) return null;
  const numbers = [
    ["Dice", "dice", formatNumber(now.dice)],
    ["PQ", "pq", formatNumber(now.pq)],
    ["RQ", "rq", formatNumber(now.rq)],
    ["SQ", "sq", formatNumber(now.sq)],
    ["components", "n_components", count(now.n_components)],
    ["TP", "tp", count(now.tp)],
    ["FP", "fp", count(now.fp)],
    ["FN", "fn", count(now.fn)],
    ["voxels", "voxels", count(now.voxels)],
    ["in the reference", "inside", count(now.inside)],
  ] as const;
  return (
    <dl class="map-numbers" aria-label={`At the threshold ${formatNumber(now.threshold)}`}>
      {numbers.map(([name, key, text]) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd data-number={key}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

const SAVED = [
  {
    name: "Result as JSON",
    save: async () => download("voxmatch.json", await jsonOfMap(), "application/json"),
  },
];
