import type { ComponentChildren } from "preact";

/** A wide table's box, which keys can scroll. */
export function Scroller({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be scrolled by keys
    <section class="scroll" tabIndex={0} aria-label={`Table: ${name}`}>
      {children}
    </section>
  );
}
