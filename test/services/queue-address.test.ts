import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commandIn } from "../support/run-command.js";
import { writeSmallCohort } from "../support/small-cohort.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { voxmatch } = commandIn(folder);

beforeAll(() => writeSmallCohort(folder, 1));

describe("the address of a queue", () => {
  it.each([
    ["redis://127.0.0.1:1", /The queue at redis:\/\/127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/],
    ["redis://:secret@127.0.0.1:1", /The queue at redis:\/\/:\*\*\*@127\.0\.0\.1:1 cannot be used/],
    ["postgres://me:secret@127.0.0.1:1/db", /The queue at postgres:\/\/me:\*\*\*@127\.0\.0\.1:1\/db cannot be used/],
    ["amqp://127.0.0.1", /must begin with redis:\/\/, rediss:\/\/ or postgres:\/\//],
    ["localhost", /must begin with redis:\/\/, rediss:\/\/ or postgres:\/\//],
  ])("%s is refused at once, and its password not shown", (address, message) => {
    for (const words of [["worker"], ["submit", "cohort.csv", "--out", "none"]]) {
      const { status, stderr } = voxmatch(...words, "--queue", address);
      expect(status).toBe(2);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain("secret");
    }
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});
