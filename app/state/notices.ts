import { signal } from "@preact/signals";

export interface Notice {
  readonly id: number;
  readonly text: string;
}

/** What the reader should know of, and can put away. */
export const notices = signal<readonly Notice[]>([]);

let next = 0;

export function say(text: string): void {
  if (notices.value.some((notice) => notice.text === text)) return;
  notices.value = [...notices.value, { id: next++, text }];
}

export function putAway(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
