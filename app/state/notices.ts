import { signal } from "@preact/signals";

/** The action that a notice offers. */
export interface Answer {
  readonly name: string;
  readonly act: () => void;
}

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly answers: readonly Answer[];
}

/** Messages for the reader, who can dismiss them. */
export const notices = signal<readonly Notice[]>([]);

let next = 0;

export function say(text: string): void {
  ask(text, []);
}

/** A sentence with buttons; each of them puts it away. */
export function ask(text: string, answers: readonly Answer[]): void {
  const others = notices.value.filter((notice) => notice.text !== text);
  notices.value = [...others, { id: next++, text, answers }];
}

export function putAway(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
