import { isReason, REASONS } from "../../../src/maps/scores/reasons.js";
import { MAP_SCORES, placeOfScore } from "../../../src/maps/scores/registry.js";
import { formatNumber } from "../../../src/reports/case/text.js";
import type { OpenedMap } from "../../engine/map-protocol.js";
import { atThreshold, place, shownGroup } from "../../state/map.js";
import { count } from "../numbers-text.js";
import { Scroller } from "../scroller.js";

/** Scores, components at the threshold, and regions of an atlas. */
export function MapTables({ map }: { readonly map: OpenedMap }) {
  return (
    <div class="map-tables">
      <Components />
      <Regions map={map} />
      <Scores map={map} />
    </div>
  );
}

function Jump({ to, children }: { readonly to: readonly number[] | null; readonly children: string }) {
  if (to === null) return <>{children}</>;
  return (
    <button
      type="button"
      class="plain"
      title={`Show voxel ${to.join(", ")}`}
      onClick={() => {
        place.value = to;
      }}
    >
      {children}
    </button>
  );
}

/** Candidates: the components of what is at least the threshold. */
function Components() {
  const now = atThreshold.value;
  if (now === null) return null;
  const { components, n_components } = now;
  const caption =
    components.length < n_components
      ? `Components: the ${components.length} highest of ${count(n_components)}`
      : "Components";
  return (
    <Scroller name={caption}>
      <table data-table="components">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">peak at</th>
            <th scope="col">largest value</th>
            <th scope="col">voxels</th>
          </tr>
        </thead>
        <tbody>
          {components.map(({ confidence, peak, voxels }) => (
            <tr key={peak.join()}>
              <th scope="row">
                <Jump to={peak}>{peak.join(", ")}</Jump>
              </th>
              <td>{formatNumber(confidence)}</td>
              <td>{count(voxels)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Regions({ map }: { readonly map: OpenedMap }) {
  const { regions } = map.result;
  if (regions === undefined) return null;
  const rows = regions.toSorted((a, b) => (a.rank_share ?? Number.MAX_VALUE) - (b.rank_share ?? Number.MAX_VALUE));
  return (
    <Scroller name="Regions">
      <table data-table="regions">
        <caption>Regions: choose one to see its peak</caption>
        <thead>
          <tr>
            {["region", "share", "mean", "largest value", "enrichment", "voxels"].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, name, share, mean, max, max_voxel, enrichment, voxels }) => (
            <tr key={label}>
              <th scope="row">
                <Jump to={max_voxel}>{name}</Jump>
              </th>
              <td>{formatNumber(share)}</td>
              <td>{formatNumber(mean)}</td>
              <td>{formatNumber(max)}</td>
              <td>{formatNumber(enrichment)}</td>
              <td>{count(voxels)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function rowOf(key: string): (typeof MAP_SCORES)[number] | undefined {
  return MAP_SCORES[placeOfScore(key)];
}

function Scores({ map }: { readonly map: OpenedMap }) {
  const group = shownGroup.value;
  const scores = group === null ? undefined : map.result.groups[group];
  if (scores === undefined) return null;
  const rows = Object.entries(scores).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return (
    <Scroller name="Scores">
      <table data-table="scores">
        <caption>Scores of the whole map</caption>
        <thead>
          <tr>
            <th scope="col">score</th>
            <th scope="col">value</th>
            <th scope="col">chance</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, value]) => {
            const why = scores[`${key}_reason`];
            const reason = typeof why === "string" && isReason(why) ? REASONS[why] : undefined;
            return (
              <tr key={key} title={reason ?? rowOf(key)?.definition}>
                <th scope="row">{key}</th>
                <td>{rowOf(key)?.unit === "voxels" ? count(value) : formatNumber(value)}</td>
                <td>{key in scores.chance ? formatNumber(scores.chance[key]) : ""}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroller>
  );
}
