import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The view of a map, or of a cohort of maps, which is fetched with the first one. */
export function LateMap({ isCohort }: { readonly isCohort: boolean }) {
  const [view, setView] = useState<{ readonly Page: ComponentType } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const fetched = isCohort
      ? import("./map/map-cohort-page.js").then(({ MapCohortPage }) => MapCohortPage)
      : import("./map/map-page.js").then(({ MapPage }) => MapPage);
    fetched.then(
      (Page) => setView({ Page }),
      () => setFailed(true),
    );
  }, [isCohort]);
  if (view !== null) return <view.Page />;
  return (
    <main class="map" aria-busy={!failed}>
      <p role={failed ? "alert" : "status"}>
        {failed ? "The view of maps could not be loaded. Reload the page." : "Loading the view of maps…"}
      </p>
    </main>
  );
}
