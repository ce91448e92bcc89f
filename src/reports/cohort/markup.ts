/** A figure of a report, for those who want it by itself. */
export interface ReportFigure {
  /** Words for its file name, from the kind of figure to the metric. */
  readonly name: readonly (string | null)[];
  readonly title: string;
  readonly caption: string;
  /** The drawing as the page has it. */
  readonly svg: string;
}

/** HTML that was built by {@link html} and needs no escaping. */
export class Markup {
  readonly text: string;
  /** The figures in it, in their order. */
  readonly figures: readonly ReportFigure[];

  constructor(text: string, figures: readonly ReportFigure[] = []) {
    this.text = text;
    this.figures = figures;
  }

  toString(): string {
    return this.text;
  }
}

type Inserted = string | number | Markup | null | readonly Inserted[];

/** A template whose insertions are escaped unless they are markup; lists are joined, null is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Inserted[]): Markup {
  const text = strings.reduce((text, string, i) => text + insert(values[i - 1]) + string);
  return new Markup(text, values.flatMap(figuresIn));
}

function insert(value: Inserted): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(insert).join("");
  return escapeHtml(String(value));
}

function figuresIn(value: Inserted): readonly ReportFigure[] {
  if (value instanceof Markup) return value.figures;
  return Array.isArray(value) ? value.flatMap(figuresIn) : [];
}

/** Safe as text and as an attribute's value in quotes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
