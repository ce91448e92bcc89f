/** The case that is open: its files, the newest answers about it, and what is being done. */
import { batch, computed, effect, signal } from "@preact/signals";
import { proxy } from "comlink";
import type { EvaluateOptions } from "../../src/index.js";
import { startWorker } from "../engine/client.js";
import type { GivenVolume } from "../engine/given-volume.js";
import type { Answer, Failure, OpenedCase, Reply } from "../engine/protocol.js";
import { latest } from "./latest.js";
import { options, resolution } from "./options.js";
import { quickened } from "./quicken.js";
import { selected } from "./selection.js";

export interface CaseFiles {
  readonly reference: GivenVolume;
  readonly prediction: GivenVolume;
  /** The image that the labels were drawn on, to be seen below them. */
  readonly anatomy: GivenVolume | null;
  /** The pair that is part of the page. */
  readonly isSample: boolean;
  /** Of a case of a cohort: its key there. */
  readonly key: string | null;
}

export interface CurrentCase extends CaseFiles, OpenedCase {}

export const engine = startWorker("case").api;

/** The open case or cohort; null at the start page. */
export const current = signal<CurrentCase | null>(null);
/** Files that are being read. */
export const opening = signal<CaseFiles | null>(null);
/** A case of which a file looks like an image: it waits until the reader has said what it is. */
export const doubted = signal<CurrentCase | null>(null);
/** Why the newest request was refused. */
export const failure = signal<Failure | null>(null);
/** The group that is looked at; null: the first. */
export const group = signal<string | null>(null);

/** Counts and qualities of counts: there within a frame or two of any change. */
const quick = signal<Answer | null>(null);
/** The same with everything that was asked for: distances, kinds of error, explanations. */
export const full = signal<Answer | null>(null);
const isCounting = signal(false);
export const isMeasuring = signal(false);
/** The share that is measured where that takes long. */
export const progress = signal(0);

/** The numbers to show: the full ones where they belong to the newest options, else the quick ones. */
export const numbers = computed(() => {
  const [fast, whole] = [quick.value, full.value];
  const chosen = isMeasuring.value || whole === null ? fast : whole;
  return chosen === null ? null : { answer: chosen, group: chosen.groups[chosen.group] };
});

interface Question {
  readonly options: EvaluateOptions;
  readonly group: string | null;
}

const counting = latest<Question, Reply<Answer>>({
  run: (asked) => engine.count(quickened(asked.options), asked.group),
  busy: (isBusy) => {
    isCounting.value = isBusy;
  },
  take: (reply) => {
    if (reply.kind === "done") quick.value = reply.value;
  },
});

const measuring = latest<Question, Reply<Answer>>({
  run: (asked) => {
    progress.value = 0;
    return engine.measure(asked.options, asked.group, onProgress);
  },
  busy: (isBusy) => {
    // Between a change and the end of its rest, the next measuring is as good as begun.
    isMeasuring.value = isBusy || resting !== undefined;
  },
  take: (reply) =>
    batch(() => {
      if (reply.kind === "given-up") return;
      failure.value = reply.kind === "failed" ? reply.failure : null;
      if (reply.kind === "done") full.value = reply.value;
    }),
});

const onProgress = proxy((share: number) => {
  progress.value = share;
});

/** Rests this long after a change before everything is computed, so that a slider's way is not. */
const REST_MS = 80;
let resting: ReturnType<typeof setTimeout> | undefined;

/** Asks anew whenever the case, the options or the group change. */
export function answerChanges(): () => void {
  return effect(() => {
    const question = { options: options.value, group: group.value };
    const isAnswerable = current.value !== null && resolution.value.resolved !== null;
    clearTimeout(resting);
    resting = undefined;
    if (!isAnswerable) return;
    if (isMeasuring.peek()) void engine.cancel();
    counting.ask(question);
    isMeasuring.value = true;
    resting = setTimeout(() => {
      resting = undefined;
      measuring.ask(question);
    }, REST_MS);
  });
}

/** Opens a case in place of the one that is open. */
export async function openCase(files: CaseFiles): Promise<void> {
  reset();
  opening.value = files;
  const reply = await engine.open(files.reference, files.prediction, options.peek());
  // Another case may have been asked for meanwhile.
  if (opening.value !== files) return;
  batch(() => {
    opening.value = null;
    if (reply.kind === "failed") failure.value = reply.failure;
    if (reply.kind !== "done") return;
    const opened = { ...files, ...reply.value };
    if (opened.doubts.length > 0) doubted.value = opened;
    else current.value = opened;
  });
}

/** Takes the doubted files for the labels that they were read as. */
export function trustLabels(): void {
  batch(() => {
    current.value = doubted.value;
    doubted.value = null;
  });
}

/** Back to the start page. */
export async function closeCase(): Promise<void> {
  reset();
  await engine.close();
}

function reset(): void {
  counting.forget();
  measuring.forget();
  batch(() => {
    for (const each of [current, opening, doubted, failure, quick, full, selected]) each.value = null;
    group.value = null;
  });
}
