import "./styles.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { paletteCss } from "../src/reports/figures/palette.js";
import { Shell } from "./components/shell.js";
import { decodeOptions, encodeOptions } from "./state/address.js";
import { evaluateCohorts } from "./state/cohort.js";
import { keepOffline, untilTouched } from "./state/keep-offline.js";
import { say } from "./state/notices.js";
import { options } from "./state/options.js";
import { sampleCase } from "./state/sample.js";
import { answerChanges, engine } from "./state/session.js";

/** The address says which options hold, at the start and when it is edited; a change of options changes it. */
function followAddress(): void {
  const take = () => {
    if (location.hash.slice(1) === encodeOptions(options.value)) return;
    const { options: found, problems } = decodeOptions(location.hash);
    options.value = found;
    for (const problem of problems) say(problem);
  };
  take();
  addEventListener("hashchange", take);
  effect(() => {
    const hash = encodeOptions(options.value);
    // Replaced, so that a slider does not fill the history.
    if (hash !== location.hash.slice(1))
      history.replaceState(null, "", hash === "" ? location.pathname + location.search : `#${hash}`);
  });
}

/** The colours of figures, as variables. */
function wearPalette(): void {
  const style = document.createElement("style");
  // Volumes are shown on black, whatever the page.
  style.textContent = `:root{${paletteCss("light")}}@media(prefers-color-scheme:dark){:root{${paletteCss("dark")}}}.onblack{${paletteCss("dark")}}`;
  document.head.append(style);
}

/** Once the page stands, everything that it loads late is fetched and kept, so that nothing is asked for later. */
async function fetchTheRest(): Promise<void> {
  const isUntouched = untilTouched();
  await Promise.all([
    engine.warmUp(),
    sampleCase(),
    import("yaml"),
    import("../src/reports/figures/threshold-curves.js"),
    import("../src/reports/figures/value-grid.js"),
    import("./viewer/mount.js"),
  ]);
  if (await keepOffline(isUntouched)) document.documentElement.dataset.loaded = "true";
}

wearPalette();
followAddress();
answerChanges();
evaluateCohorts();
const root = document.getElementById("app");
if (root !== null) render(<Shell />, root);
setTimeout(() => void fetchTheRest());
