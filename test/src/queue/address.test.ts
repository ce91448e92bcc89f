import { describe, expect, it } from "vitest";
import { holdsSecret, parseAddress } from "../../../src/queue/address.js";

/** Every form in which an address can hold the password `s3cret/`. */
const SECRET: Readonly<Record<string, string>> = {
  "redis://:s3cret%2F@host:6379": "redis://:***@host:6379",
  "redis://me:s3cret%2F@host/0": "redis://me:***@host/0",
  "redis://s3cret%2F@host": "redis://***@host",
  "rediss://host:6380/1?password=s3cret%2F": "rediss://host:6380/1",
  "redis:///run/redis.sock?password=s3cret%2F": "redis:///run/redis.sock",
  "postgres://me:s3cret%2F@host/db": "postgres://me:***@host/db",
  "postgres://s3cret%2F@host/db": "postgres://***@host/db",
  "postgresql:///db?host=/run/postgresql&user=me&password=s3cret%2F": "postgresql:///db",
  "postgres://%2Frun%2Fpostgresql/db?password=s3cret/": "postgres://%2Frun%2Fpostgresql/db",
  "redis://host/s3cret/@other": "redis://***",
  "redis://host#s3cret/": "redis://***",
};

describe("the name of a queue", () => {
  it.each(Object.entries(SECRET))("%s is shown as %s", (address, name) => {
    const parsed = parseAddress(address);
    expect(parsed?.name).toBe(name);
    expect(parsed?.name).not.toContain("s3cret");
  });

  it("is the address where nothing can be secret", () => {
    for (const address of ["redis://localhost:6379", "postgres://host:5432/db"]) {
      expect(parseAddress(address)?.name).toBe(address);
      expect(holdsSecret(address)).toBe(false);
    }
    expect(holdsSecret("postgres://me@host/db")).toBe(false);
    expect(parseAddress("localhost")).toBeNull();
  });

  it.each(Object.keys(SECRET))("conceals what a server's message repeats of %s", (address) => {
    const conceal = parseAddress(address)?.conceal ?? String;
    expect(conceal(`connect ENOENT ${address}: refused`)).not.toContain("s3cret");
  });

  it("conceals a password as it is written and as it is meant", () => {
    const conceal = parseAddress("redis://:p%40ss%2Fword@host")?.conceal ?? String;
    expect(conceal("WRONGPASS p@ss/word or p%40ss%2Fword")).toBe("WRONGPASS *** or ***");
    expect(holdsSecret("redis://:p%40ss%2Fword@host")).toBe(true);
  });
});
