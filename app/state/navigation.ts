/** The places of the page that the browser's history knows. Files stay in memory, so that Back and Forward open them again. */
import { type CohortPlan, closeCohort, cohort, openCohort } from "./cohort.js";
import { type MapFiles, mapCohort, mapFiles } from "./map-files.js";
import { type CaseFiles, closeCase, current, openCase } from "./session.js";

export type Place =
  | { readonly kind: "start" }
  | { readonly kind: "case"; readonly files: CaseFiles }
  | { readonly kind: "map"; readonly files: MapFiles }
  | { readonly kind: "cohort" | "maps"; readonly plan: CohortPlan };

const START: Place = { kind: "start" };

/** Tells the history of this visit from that before the page was loaded anew, whose files are gone. */
const VISIT = String(Date.now());
const places: Place[] = [START];
let now = 0;

/** Goes to a place, from which Back leads to where the page is now. */
export function visit(place: Place): void {
  now = places.push(place) - 1;
  // Choices in the address belong to the previous place, except for the options.
  history.pushState({ visit: VISIT, place: now }, "");
  void show(place);
}

/** Shows a place without a step of the history. */
async function show(place: Place): Promise<void> {
  mapFiles.value = place.kind === "map" ? place.files : null;
  if (place.kind !== "map") mapCohort.value = place.kind === "maps" ? place.plan : null;
  if (place.kind === "case") return openCase(place.files);
  await closeCase();
  if (place.kind === "cohort") openCohort(place.plan);
  else closeCohort();
}

/** From a case back to its cohort, else to the start. */
export function leave(): void {
  const maps = mapCohort.peek();
  const plan = cohort.peek();
  const isOfCohort = current.peek()?.key !== null && current.peek() !== null && plan !== null;
  if (mapFiles.peek() !== null && maps !== null) visit({ kind: "maps", plan: maps });
  else visit(isOfCohort ? { kind: "cohort", plan } : START);
}

/** Follows Back and Forward, and warns before files that are open get lost. */
export function followHistory(): void {
  history.replaceState({ visit: VISIT, place: now }, "");
  addEventListener("popstate", ({ state }) => {
    if (state === null) {
      // The address was edited by hand: the place stays.
      history.replaceState({ visit: VISIT, place: now }, "");
      return;
    }
    now = state.visit === VISIT ? state.place : 0;
    void show(places[now] ?? START);
  });
  addEventListener("beforeunload", (event) => {
    const isKept = current.peek() === null || current.peek()?.isSample === true;
    if (!isKept || [cohort, mapFiles, mapCohort].some((each) => each.peek() !== null)) event.preventDefault();
  });
}
