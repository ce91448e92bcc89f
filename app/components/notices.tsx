import { notices, putAway } from "../state/notices.js";

/** Sentences that the reader should know of. */
export function Notices() {
  if (notices.value.length === 0) return null;
  return (
    <ul class="notices" aria-label="Notices" aria-live="polite">
      {notices.value.map(({ id, text, answers }) => (
        <li key={id}>
          <span>{text}</span>
          <span class="answers">
            {answers.map(({ name, act }) => (
              <button
                key={name}
                type="button"
                onClick={() => {
                  putAway(id);
                  act();
                }}
              >
                {name}
              </button>
            ))}
            <button type="button" class="plain" aria-label="Put this notice away" onClick={() => putAway(id)}>
              ×
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}
