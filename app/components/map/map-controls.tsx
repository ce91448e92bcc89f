/** Controls that the views of a map and of a cohort of maps share. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { MAP_KINDS, type MapKind } from "../../../src/maps/options/types.js";
import { say } from "../../state/notices.js";

/** @param props `kind` is empty until it is known */
export function KindChoice({ kind, chosen }: { readonly kind: MapKind | ""; readonly chosen: Signal<MapKind | null> }) {
  return (
    <label>
      Kind
      <select
        name="kind"
        value={kind}
        onChange={({ currentTarget: { value } }) => {
          chosen.value = MAP_KINDS.find((each) => each === value) ?? null;
        }}
      >
        {MAP_KINDS.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

interface TickProps {
  readonly name: string;
  readonly isOn: Signal<boolean>;
  readonly children: ComponentChildren;
  readonly class?: string;
}

export function Tick({ name, isOn, children, class: own }: TickProps) {
  return (
    <label class={own}>
      <input
        type="checkbox"
        name={name}
        checked={isOn.value}
        onChange={({ currentTarget }) => {
          isOn.value = currentTarget.checked;
        }}
      />
      {children}
    </label>
  );
}

interface SaveProps {
  /** Of a button, with the work that it does. */
  readonly files: readonly { readonly name: string; readonly save: () => Promise<void> }[];
  readonly isDisabled?: boolean;
  /** The command that gives the same files. */
  readonly command: string;
}

export function Save({ files, isDisabled = false, command }: SaveProps) {
  return (
    <section class="map-save" aria-label="Export">
      {files.map(({ name, save }) => (
        <button
          key={name}
          type="button"
          disabled={isDisabled}
          onClick={() => {
            save().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
          }}
        >
          {name}
        </button>
      ))}
      <p class="faint small">
        The command line gives the same: <code>{command}</code>
      </p>
    </section>
  );
}
