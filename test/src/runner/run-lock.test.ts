import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type LockMachine, lockRun } from "../../../src/runner/run-lock.js";
import { openFiles } from "../../support/open-files.js";
import { refusal } from "../../support/refusal.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const root = temporaryFolder();
let folders = 0;

function emptyFolder(): string {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  return folder;
}

const lockIn = (folder: string) => join(folder, "run.lock");
const heldIn = (folder: string) => JSON.parse(readFileSync(lockIn(folder), "utf8"));

/** A machine whose clock stands still: `whileAsleep` happens while it sleeps, and locks are touched when `beat` is called. */
function machine(host: string, whileAsleep: () => unknown = () => {}) {
  const [slept, beats]: [number[], (() => Promise<void>)[]] = [[], []];
  return {
    host,
    slept,
    beats,
    sleep: async (ms: number) => {
      slept.push(ms);
      await whileAsleep();
    },
    every: (_ms: number, work: () => Promise<void>) => {
      beats.push(work);
      return () => void beats.splice(beats.indexOf(work), 1);
    },
    beat: async () => {
      for (const work of [...beats]) await work();
    },
  } satisfies LockMachine & Record<string, unknown>;
}

/** A lock that a process of another machine left or holds. */
function writeLock(folder: string, token = "theirs", host = "elsewhere"): void {
  writeFileSync(lockIn(folder), JSON.stringify({ host, pid: 4711, began: "1", token }));
  touch(folder, 1000);
}

const touch = (folder: string, seconds: number) => utimesSync(lockIn(folder), seconds, seconds);

const take = (folder: string, by: LockMachine, onWait?: (message: string) => void) => lockRun(folder, onWait, by);

describe("the lock of another machine", () => {
  it("is respected if it is touched while it is waited for", async () => {
    const folder = emptyFolder();
    writeLock(folder);
    const here = machine("here", () => touch(folder, 1005));
    const told: string[] = [];
    const error = await refusal(
      () => take(folder, here, (message) => told.push(message)),
      "FILE_ACCESS",
      /Another run is writing to .*\(process 4711 on elsewhere\)/,
    );
    expect(error.details).toMatchObject({ path: lockIn(folder), host: "elsewhere", pid: 4711 });
    expect(told).toEqual([
      `${lockIn(folder)} is held by elsewhere: waiting 20 s to see whether its run is still alive.`,
    ]);
    expect(here.slept).toEqual([20_000]);
    expect(heldIn(folder).token).toBe("theirs");
  });

  it("is respected if it is touched by a clock that goes behind", async () => {
    const folder = emptyFolder();
    writeLock(folder);
    await refusal(
      () =>
        take(
          folder,
          machine("here", () => touch(folder, 7)),
        ),
      "FILE_ACCESS",
      /Another run/,
    );
  });

  it("is taken over if it is silent, after four beats", async () => {
    const folder = emptyFolder();
    writeLock(folder);
    const here = machine("here");
    const before = openFiles();
    const lock = await take(folder, here);
    // Its own lock, and none of the looks at the other.
    if (before > 0) expect(openFiles()).toBe(before + 1);
    expect(here.slept).toEqual([20_000]);
    expect(heldIn(folder)).toMatchObject({ host: "here", pid: process.pid });
    expect(() => lock.check()).not.toThrow();
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is free if it is given back while it is waited for", async () => {
    const folder = emptyFolder();
    writeLock(folder);
    const lock = await take(
      folder,
      machine("here", () => rmSync(lockIn(folder))),
    );
    expect(heldIn(folder).host).toBe("here");
    await lock.release();
  });

  it("is kept if another process took its place between judging and removing", async () => {
    const folder = emptyFolder();
    writeLock(folder);
    // The second lock has the same time, so the first is judged silent; then the second is found instead, and it is touched.
    const turns = [() => writeLock(folder, "third", "third"), () => touch(folder, 1005)];
    const here = machine("here", () => turns.shift()?.());
    await refusal(() => take(folder, here), "FILE_ACCESS", /process 4711 on third/);
    expect(here.slept).toEqual([20_000, 20_000]);
    expect(heldIn(folder).token).toBe("third");
    expect(readdirSync(folder)).toEqual(["run.lock"]);
  });

  it("is given to one of two that find it silent at once", async () => {
    const folder = emptyFolder();
    writeLock(folder);
    const both = ["left", "right"].map((host) => machine(host));
    // The holder of the lock touches it, at a time that differs from the last by more than a disk's resolution.
    let seconds = 2000;
    const machines = both.map((own) => ({
      ...own,
      sleep: async (ms: number) => {
        await own.sleep(ms);
        if (existsSync(lockIn(folder)) && !readFileSync(lockIn(folder), "utf8").includes("theirs"))
          touch(folder, seconds++);
      },
    }));
    const outcomes = await Promise.allSettled(machines.map((own) => take(folder, own)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome.status === "rejected") {
        expect(outcome.reason).toMatchObject({ code: "FILE_ACCESS" });
        continue;
      }
      expect(heldIn(folder).host).toBe(both[i].host);
      await outcome.value.release();
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a lock that is held", () => {
  it("is touched at each beat, so that another machine sees its run alive", async () => {
    const folder = emptyFolder();
    const here = machine("here");
    const lock = await take(folder, here);
    touch(folder, 1000);
    const there = machine("there", () => here.beat());
    await refusal(() => take(folder, there), "FILE_ACCESS", /Another run .* on here\)/);
    expect(statSync(lockIn(folder)).mtimeMs).toBeGreaterThan(1_000_000_000_000);
    expect(() => lock.check()).not.toThrow();
    await lock.release();
    expect(here.beats).toEqual([]);
    expect(existsSync(lockIn(folder))).toBe(false);
  });

  it("says at the next beat that it was taken over, and leaves the other's lock", async () => {
    const folder = emptyFolder();
    const here = machine("here");
    const lock = await take(folder, here);
    const other = await take(folder, machine("there"));
    expect(() => lock.check()).not.toThrow();
    await here.beat();
    await refusal(() => lock.check(), "FILE_ACCESS", /taken over by another run while this one was suspended/);
    await lock.release();
    expect(heldIn(folder).host).toBe("there");
    expect(() => other.check()).not.toThrow();
    await other.release();
    expect(existsSync(lockIn(folder))).toBe(false);
  });

  it("is lost when it was removed", async () => {
    const folder = emptyFolder();
    const here = machine("here");
    const lock = await take(folder, here);
    rmSync(lockIn(folder));
    await here.beat();
    expect(() => lock.check()).toThrow(/was removed/);
    await lock.release();
  });
});

describe("the lock of this machine", () => {
  it.runIf(process.platform === "linux")("says when its process began: field 22 of what Linux says of it", async () => {
    const folder = emptyFolder();
    const lock = await lockRun(folder);
    // The name in field 2 stands in parentheses.
    const [, rest] = readFileSync("/proc/self/stat", "utf8").split(/\) (?=[A-Z] )/);
    expect(heldIn(folder).began).toBe(rest.split(" ")[22 - 3]);
    expect(heldIn(folder).began).toMatch(/^\d+$/);
    await lock.release();
  });

  it("is respected at once while its process runs", async () => {
    const folder = emptyFolder();
    const lock = await lockRun(folder);
    expect(heldIn(folder)).toMatchObject({ host: hostname(), pid: process.pid });
    const same = machine(hostname());
    await refusal(() => take(folder, same), "FILE_ACCESS", new RegExp(`process ${process.pid} on `));
    expect(same.slept).toEqual([]);
    await lock.release();
  });

  it("is taken over at once if its process is no more, or another has its number", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const folder = emptyFolder();
    const first = await lockRun(folder);
    const own = heldIn(folder);
    await first.release();
    for (const holder of [
      { ...own, pid, began: null },
      { ...own, pid, began: "12" },
      { ...own, began: "12" },
    ]) {
      writeFileSync(lockIn(folder), JSON.stringify({ ...holder, token: "theirs" }));
      const same = machine(hostname());
      const lock = await take(folder, same);
      expect(same.slept).toEqual([]);
      await lock.release();
    }
  });

  it("is taken over if it says nothing, once it has had time to be written", async () => {
    for (const text of ["", '{"host": "els']) {
      const folder = emptyFolder();
      writeFileSync(lockIn(folder), text);
      const here = machine("here");
      const lock = await take(folder, here);
      // Three looks before it is judged, three at what was moved aside.
      expect(here.slept).toEqual([100, 100, 100, 100, 100, 100]);
      await lock.release();
    }
    const folder = emptyFolder();
    writeFileSync(lockIn(folder), "");
    const here = machine("here", () => writeLock(folder));
    await take(folder, {
      ...here,
      sleep: (ms) => (ms === 100 ? here.sleep(ms) : Promise.resolve(touch(folder, 1005))),
    }).then(
      () => expect.unreachable("The lock was being written"),
      (error) => expect(error.message).toMatch(/process 4711 on elsewhere/),
    );
  });
});

it("says which folder cannot be written to", async () => {
  await refusal(() => lockRun(join(root, "none")), "FILE_ACCESS", /none.run\.lock cannot be written: ENOENT/);
});
