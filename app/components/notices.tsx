import { notices, putAway } from "../state/notices.js";

/** Sentences that the reader should know of. */
export function Notices() {
  if (notices.value.length === 0) return null;
  return (
    <ul class="notices" aria-label="Notices">
      {notices.value.map(({ id, text }) => (
        <li key={id}>
          <span>{text}</span>
          <button type="button" class="plain" aria-label="Put this notice away" onClick={() => putAway(id)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
