import { expect, it } from "vitest";
import { html, Markup } from "../../../../src/reports/cohort/markup.js";

it("escapes what is inserted, in text and in attributes", () => {
  const text = `<b title="x">'&`;
  expect(html`<p title="${text}">${text}</p>`.text).toBe(
    `<p title="&#60;b title=&#34;x&#34;&#62;&#39;&#38;">&#60;b title=&#34;x&#34;&#62;&#39;&#38;</p>`,
  );
});

it("lets markup through, joins lists and leaves null out", () => {
  expect(html`${new Markup("<i>")}${[html`<b>`, "<", 1]}${null}`.text).toBe("<i><b>&#60;1");
});
