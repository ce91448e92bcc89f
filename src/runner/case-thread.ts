import { Worker } from "node:worker_threads";
import type { CaseWork } from "./evaluate-case.js";
import type { PoolTask, ThreadAnswer } from "./pool-worker.js";

interface Waiting {
  readonly answer: (answer: ThreadAnswer) => void;
  readonly lost: (error: unknown) => void;
}

/** A thread that evaluates one case at a time. It and its warm engine stay; one that is lost is replaced with the next case. */
export class CaseThread {
  readonly #module: URL;
  readonly #heapMebibytes: number;
  #worker: Worker | null = null;
  /** How the thread evaluates cases; sent once. */
  #work: CaseWork | null = null;
  #waiting: Waiting | null = null;
  readonly #ending = new Set<Promise<unknown>>();

  constructor(module: URL, heapMebibytes: number) {
    this.#module = module;
    this.#heapMebibytes = heapMebibytes;
  }

  /**
   * Evaluates a case.
   * @param signal gives the case up, and its thread with it
   * @throws the reason why the thread was lost
   */
  run({ work, ...task }: PoolTask & { readonly work: CaseWork }, signal: AbortSignal): Promise<ThreadAnswer> {
    return new Promise((answer, lost) => {
      this.#worker ??= this.#start();
      this.#waiting = { answer, lost };
      signal.addEventListener("abort", () => void this.end(), { once: true });
      this.#worker.postMessage(this.#work === work ? task : { ...task, work });
      this.#work = work;
    });
  }

  /** Ends the thread, in mid-case too. A thread that hangs in the system, as on a disk that does not answer, does not end. */
  async end(): Promise<void> {
    if (this.#worker !== null) {
      const ended = this.#worker.terminate().finally(() => this.#ending.delete(ended));
      this.#ending.add(ended);
      this.#lose(new Error("it was ended"));
    }
    await Promise.all(this.#ending);
  }

  #start(): Worker {
    // Results that are too many end their own thread, not the process.
    const worker = new Worker(this.#module, { resourceLimits: { maxOldGenerationSizeMb: this.#heapMebibytes } });
    const ifCurrent = (act: () => void) => {
      if (this.#worker === worker) act();
    };
    worker.on("message", (answer: ThreadAnswer) =>
      ifCurrent(() => {
        const { answer: give } = this.#waiting ?? {};
        this.#waiting = null;
        give?.(answer);
      }),
    );
    worker.on("error", (error) => ifCurrent(() => this.#lose(error)));
    worker.on("exit", (status) => ifCurrent(() => this.#lose(new Error(`it ended with status ${status}`))));
    return worker;
  }

  #lose(error: unknown): void {
    const { lost } = this.#waiting ?? {};
    this.#worker = this.#work = this.#waiting = null;
    lost?.(error);
  }
}
