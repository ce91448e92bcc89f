import "./styles.css";
import { render } from "preact";
import { paletteCss } from "../src/reports/figures/palette.js";
import { Shell } from "./components/shell.js";
import { evaluateCohorts, warmDesk } from "./state/cohort.js";
import { followAddress } from "./state/follow-address.js";
import { keepOffline, untilTouched } from "./state/keep-offline.js";
import { followHistory } from "./state/navigation.js";
import { sampleCase } from "./state/sample.js";
import { answerChanges, engine } from "./state/session.js";
import { stayHere } from "./state/stay-here.js";

/** The colours of figures, as variables. */
function wearPalette(): void {
  const style = document.createElement("style");
  // Volumes are shown on black, also in a light page.
  style.textContent = `:root{${paletteCss("light")}}@media(prefers-color-scheme:dark){:root{${paletteCss("dark")}}}.onblack{${paletteCss("dark")}}`;
  document.head.append(style);
}

/** Once the page stands and rests, everything that it loads late is fetched and kept, so that nothing is asked for later. */
async function fetchTheRest(): Promise<void> {
  const isUntouched = untilTouched();
  // The sample case is what is most likely wanted first.
  await Promise.all([engine.warmUp(), sampleCase()]);
  for (const fetchOne of [() => import("./viewer/mount.js"), () => import("yaml"), warmDesk]) {
    await whenIdle();
    await fetchOne();
  }
  if (await keepOffline(isUntouched)) document.documentElement.dataset.loaded = "true";
}

/** The page has nothing to do, or was busy for a second. */
function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve);
  });
}

stayHere();
wearPalette();
followHistory();
void followAddress();
answerChanges();
evaluateCohorts();
const root = document.getElementById("app");
if (root !== null) render(<Shell />, root);
setTimeout(() => void fetchTheRest());
