import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The view of a map, which is fetched with the first one. */
export function LateMap() {
  const [view, setView] = useState<{ readonly Page: ComponentType } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    import("./map/map-page.js").then(
      ({ MapPage }) => setView({ Page: MapPage }),
      () => setFailed(true),
    );
  }, []);
  if (view !== null) return <view.Page />;
  return (
    <main class="map" aria-busy={!failed}>
      <p role={failed ? "alert" : "status"}>
        {failed ? "The view of maps could not be loaded. Reload the page." : "Loading the view of maps…"}
      </p>
    </main>
  );
}
