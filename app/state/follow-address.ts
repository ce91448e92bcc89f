/** The address says which options hold and what is looked at, at the start and when it is edited; what changes changes it. */
import { batch, computed, effect, signal } from "@preact/signals";
import { decodeOptions, encodeOptions } from "./address.js";
import { visit } from "./navigation.js";
import { say } from "./notices.js";
import { options } from "./options.js";
import { sampleCase } from "./sample.js";
import { selected } from "./selection.js";
import { current, group, opening } from "./session.js";
import { decodeView, encodeView, partsOf, type View } from "./view-address.js";
import { colouring, crosshair, isRadiological, layout, shownTab, wantedPlace } from "./viewing.js";

/** The crosshair is written down once it rests: browsers refuse many changes of the address in a short time. */
const REST_MS = 300;

/** Where the crosshair was put by the reader. */
const restingPlace = signal<readonly number[] | null>(null);

const view = computed((): View | null => {
  if (current.value === null) return null;
  return {
    isSample: current.value.isSample,
    tab: shownTab.value,
    group: group.value,
    instance: selected.value,
    layout: layout.value,
    colouring: colouring.value,
    place: restingPlace.value,
    isRadiological: isRadiological.value,
  };
});

const hashOfNow = computed(() =>
  [encodeOptions(options.value), view.value === null ? "" : encodeView(view.value)].filter(Boolean).join("&"),
);

export async function followAddress(): Promise<void> {
  await take();
  addEventListener("hashchange", () => void take());
  effect(() => {
    const hash = hashOfNow.value;
    // While a case loads, the address still holds the view to show.
    if (opening.value !== null || hash === location.hash.slice(1)) return;
    // Replaced, so that a slider does not fill the history.
    history.replaceState(history.state, "", hash === "" ? location.pathname + location.search : `#${hash}`);
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first: readonly number[] | null = null;
  effect(() => {
    const place = crosshair.value?.millimetres ?? null;
    if (place === null || current.value === null) {
      first = null;
      restingPlace.value = null;
      return;
    }
    first ??= place;
    const isFirst = first.every((each, axis) => each === place[axis]);
    clearTimeout(timer);
    timer = setTimeout(() => {
      restingPlace.value = isFirst ? null : place;
    }, REST_MS);
  });
}

async function take(): Promise<void> {
  if (location.hash.slice(1) === hashOfNow.peek()) return;
  const parts = partsOf(location.hash);
  const { options: found, problems } = decodeOptions(parts.options);
  if (encodeOptions(found) !== encodeOptions(options.peek())) options.value = found;
  for (const problem of problems) say(problem);
  const wanted = decodeView(parts.view);
  const isOther = wanted.isSample && current.peek()?.isSample !== true && opening.peek()?.isSample !== true;
  if (isOther) {
    visit({ kind: "case", files: await sampleCase() });
    // Opening a case resets its view, so the wanted view comes after that.
    await new Promise<void>((resolve) => {
      const stop = effect(() => {
        if (opening.value === null && current.value !== null) queueMicrotask(end);
      });
      function end() {
        stop();
        resolve();
      }
    });
  }
  batch(() => {
    shownTab.value = wanted.tab;
    layout.value = wanted.layout;
    colouring.value = wanted.colouring;
    isRadiological.value = wanted.isRadiological;
    if (current.peek() === null) return;
    group.value = wanted.instance?.group ?? wanted.group;
    selected.value = wanted.instance;
    wantedPlace.value = wanted.place;
  });
}
