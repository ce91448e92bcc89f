/** Says that the page was loaded anew once already, where that did not help. */
const TRIED = "voxmatch: loaded anew to be isolated";

/**
 * Lets the service worker keep the page for use without a network. On a host that sends no isolation headers the page is
 * then loaded anew, once and only if the user has not touched it: the service worker adds them.
 *
 * @returns false if the page is about to be loaded anew
 */
export async function keepOffline(isUntouched: () => boolean): Promise<boolean> {
  // Missing where the page comes neither over HTTPS nor from this machine.
  if (!("serviceWorker" in navigator)) return true;
  const isControlled = await isInControl().catch(() => false);
  if (crossOriginIsolated || !isControlled || !isUntouched() || sessionStorage.getItem(TRIED) !== null) return true;
  sessionStorage.setItem(TRIED, "yes");
  location.reload();
  return false;
}

/** True once the service worker answers for the page; false where it could not be installed. */
async function isInControl(): Promise<boolean> {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(new URL("./service-worker.js", import.meta.url));
  if (serviceWorker.controller !== null) return true;
  const installing = registration.installing ?? registration.waiting ?? registration.active;
  return new Promise((resolve) => {
    serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true });
    installing?.addEventListener("statechange", () => {
      if (installing.state === "redundant") resolve(false);
    });
    // Loaded anew by force, a page is left alone by the service worker that is there.
    if (registration.active !== null && registration.installing === null) resolve(false);
  });
}

/** Tells whether the page is as it was: a reader's first press, key or drop changes that. */
export function untilTouched(): () => boolean {
  let isTouched = false;
  const touch = () => {
    isTouched = true;
  };
  for (const name of ["pointerdown", "keydown", "drop"]) addEventListener(name, touch, { once: true, capture: true });
  return () => !isTouched;
}
