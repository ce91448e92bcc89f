/**
 * Runs one request at a time and keeps only the newest of those that wait: dragging a slider makes a hundred requests, and
 * only the last answer matters. Older answers that do arrive are still shown, as they are right for their requests.
 */
export interface Latest<Asked> {
  readonly ask: (asked: Asked) => void;
  /** Forgets what waits, and the answer of what runs. */
  readonly forget: () => void;
}

export interface LatestWork<Asked, Answer> {
  readonly run: (asked: Asked) => Promise<Answer>;
  readonly take: (answer: Answer, asked: Asked) => void;
  /** True from the first request until the newest is answered. */
  readonly busy: (isBusy: boolean) => void;
}

export function latest<Asked, Answer>({ run, take, busy }: LatestWork<Asked, Answer>): Latest<Asked> {
  let waiting: { readonly asked: Asked } | null = null;
  let running = false;
  let generation = 0;

  const work = async (): Promise<void> => {
    running = true;
    busy(true);
    try {
      while (waiting !== null) {
        const { asked }: { readonly asked: Asked } = waiting;
        const own = generation;
        waiting = null;
        const answer = await run(asked);
        if (own === generation) take(answer, asked);
      }
    } finally {
      running = false;
      busy(false);
    }
  };

  return {
    ask: (asked) => {
      waiting = { asked };
      if (!running) void work();
    },
    forget: () => {
      waiting = null;
      generation++;
    },
  };
}
