import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { VoxmatchError } from "../../base/errors.js";

const LOCK_FILE = "run.lock";

/** The holder of a lock touches it this often. */
const BEAT_MS = 5000;
/** A lock of another machine that was not touched for so long belongs to a run that is no more. */
const SILENCE_MS = 4 * BEAT_MS;

/** The holder of a lock. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in ticks of the machine: a number is used again by another process. Null where it is not known. */
  readonly began: string | null;
  readonly token: string;
}

/** Facts that a lock asks of the machine that takes it. */
export interface LockMachine {
  readonly host: string;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Repeats `work` until the function that it returns is called. */
  readonly every: (ms: number, work: () => Promise<void>) => () => void;
}

const THIS_MACHINE: LockMachine = {
  host: hostname(),
  sleep,
  every(ms, work) {
    const timer = setInterval(() => void work(), ms).unref();
    return () => clearInterval(timer);
  },
};

/** The right to write into a run's folder, which one process has at a time. */
export interface RunLock {
  /** @throws VoxmatchError `FILE_ACCESS` if another process took the lock, because this one seemed to be dead */
  check(): void;
  release(): Promise<void>;
}

/**
 * Takes the lock of a folder. A lock is taken over if its process was killed: on this machine at
 * once, from another machine once it was not touched for a while.
 *
 * @param onWait called, if that takes long, with the reason
 * @param machine replaces host name and clock in tests
 * @throws VoxmatchError `FILE_ACCESS` if another run is under way, or the folder cannot be written to
 */
export async function lockRun(
  folder: string,
  onWait: (message: string) => void = () => {},
  machine = THIS_MACHINE,
): Promise<RunLock> {
  const path = join(folder, LOCK_FILE);
  const own: Holder = { host: machine.host, pid: process.pid, began: beginOf(process.pid), token: randomUUID() };
  for (;;) {
    const file = await create(path);
    if (file !== null) return holdLock(path, file, own, machine);
    const holder = await holderOf(path, machine);
    if (holder !== null && (await isAlive(path, holder, onWait, machine))) {
      throw new VoxmatchError(
        "FILE_ACCESS",
        `Another run is writing to ${folder} (process ${holder.pid} on ${holder.host}). Wait for its end, or choose another ` +
          `folder. If that process is none of voxmatch, remove ${path}.`,
        { path, host: holder.host, pid: holder.pid },
      );
    }
    await removeStale(path, holder, machine);
  }
}

/** Null if there is a lock already. */
async function create(path: string): Promise<FileHandle | null> {
  return open(path, "wx").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "EEXIST") return null;
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be written: ${cause.message}.`, { path }, { cause });
  });
}

async function holdLock(path: string, file: FileHandle, own: Holder, machine: LockMachine): Promise<RunLock> {
  await file.writeFile(JSON.stringify(own));
  let loss: string | null = null;
  const beat = async () => {
    const now = new Date();
    await file.utimes(now, now).catch(() => {});
    const holder = await holderOf(path, machine);
    if (holder?.token === own.token) loss = null;
    else if (holder === null) loss = "was removed while this run was writing to its folder. Start the run again";
    else loss = "was taken over by another run while this one was suspended. Let that one finish";
  };
  const stop = machine.every(BEAT_MS, beat);
  return {
    check() {
      if (loss === null) return;
      throw new VoxmatchError("FILE_ACCESS", `${path} ${loss}.`, { path });
    },
    async release() {
      stop();
      await file.close();
      if ((await holderOf(path, machine))?.token === own.token) await rm(path, { force: true });
    },
  };
}

/** Null if there is no lock, or one without its holder, as its process was killed while it wrote the lock. */
async function holderOf(path: string, machine: LockMachine): Promise<Holder | null> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null) return null;
    try {
      return JSON.parse(text) as Holder;
    } catch {
      await machine.sleep(100);
    }
  }
  return null;
}

async function isAlive(
  path: string,
  holder: Holder,
  onWait: (message: string) => void,
  machine: LockMachine,
): Promise<boolean> {
  // A container that is started again has the host's name and process numbers of its predecessor.
  if (holder.host === machine.host) return holder.began === beginOf(holder.pid) && isRunning(holder.pid);
  onWait(`${path} is held by ${holder.host}: waiting ${SILENCE_MS / 1000} s to see whether its run is still alive.`);
  // Clocks of two machines differ: only that the time changes counts, not what it is.
  const before = await touchedAt(path);
  await machine.sleep(SILENCE_MS);
  const after = await touchedAt(path);
  // A lock that is gone was given back in the meantime.
  return after !== undefined && after !== before;
}

/** Opened for it, because network shares answer from memory otherwise. */
async function touchedAt(path: string): Promise<number | undefined> {
  const file = await open(path, "r").catch(() => null);
  try {
    return (await file?.stat())?.mtimeMs;
  } finally {
    await file?.close();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process began, as Linux says it (field 22 of `/proc/PID/stat`); null elsewhere, or if there is no such process. */
function beginOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in field 2 may hold spaces and parentheses.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return null;
  }
}

/** Removes a lock that was found stale, unless another process has replaced it since. */
async function removeStale(path: string, judged: Holder | null, machine: LockMachine): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await holderOf(aside, machine);
  if (moved?.token === judged?.token) await rm(aside, { force: true });
  else await rename(aside, path);
}
