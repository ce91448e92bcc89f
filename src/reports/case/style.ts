/** How a text report marks what matters; in a terminal with colours, elsewhere not at all. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

const same = (text: string) => text;

/** No marks: for files, pipes and terminals without colours. */
export const PLAIN: Style = { strong: same, faint: same, good: same, bad: same };
