/** The part of the Navigation API that is used; its types are not in TypeScript's library yet. */
interface Navigation {
  addEventListener(
    name: "navigate",
    listener: (
      event: Event & { readonly destination: { readonly url: string }; readonly userInitiated: boolean },
    ) => void,
  ): void;
}

/**
 * Closes the ways out that a policy cannot: opened windows, navigation by scripts, and peers. Only a reader's own click on a link
 * leads away, as it carries nothing of a case.
 */
export function stayHere(): void {
  Object.defineProperty(window, "open", { value: () => null });
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"]) {
    if (name in window) Object.defineProperty(window, name, { value: undefined });
  }
  // A link with a target opens a window, which is no navigation of this one.
  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (!event.isTrusted && link !== null && link.origin !== location.origin) event.preventDefault();
    },
    { capture: true },
  );
  const { navigation } = window as { readonly navigation?: Navigation };
  navigation?.addEventListener("navigate", (event) => {
    const { origin, pathname } = new URL(event.destination.url);
    const isHere = origin === location.origin && pathname === location.pathname;
    // Downloads of what was made here are addresses of this page's memory.
    const isOwnFile = event.destination.url.startsWith("blob:");
    if (!isHere && !isOwnFile && !event.userInitiated) event.preventDefault();
  });
}
