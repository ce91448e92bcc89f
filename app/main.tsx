import "./styles.css";
import { render } from "preact";
import { paletteCss } from "../src/reports/figures/palette.js";
import { Shell } from "./components/shell.js";
import { evaluateCohorts } from "./state/cohort.js";
import { followAddress } from "./state/follow-address.js";
import { keepOffline, untilTouched } from "./state/keep-offline.js";
import { followHistory } from "./state/navigation.js";
import { sampleCase } from "./state/sample.js";
import { answerChanges, engine } from "./state/session.js";

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
followHistory();
void followAddress();
answerChanges();
evaluateCohorts();
const root = document.getElementById("app");
if (root !== null) render(<Shell />, root);
setTimeout(() => void fetchTheRest());
