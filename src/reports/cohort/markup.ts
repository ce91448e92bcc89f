/** HTML that was built by {@link html} and needs no escaping. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Inserted = string | number | Markup | null | readonly Inserted[];

/** A template whose insertions are escaped unless they are markup; lists are joined, null is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Inserted[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + insert(values[i - 1]) + string));
}

function insert(value: Inserted): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(insert).join("");
  return escapeHtml(String(value));
}

/** Safe as text and as an attribute's value in quotes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Markup that a figure made: its own elements, with text set as text. */
export function drawn(svg: { readonly outerHTML: string }): Markup {
  return new Markup(svg.outerHTML);
}
