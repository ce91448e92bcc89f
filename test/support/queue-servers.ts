import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.js";

/** A queue's server, on a separate port, with its data in a separate folder. */
export interface TestServer {
  readonly address: string;
  /** Ends the server as a crash does, and starts it again on what has reached its disk. */
  restart(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

export const SERVERS: Readonly<Record<"Redis" | "PostgreSQL", () => Promise<TestServer>>> = {
  Redis: startRedis,
  PostgreSQL: startPostgres,
};

async function startRedis(): Promise<TestServer> {
  const command = "/usr/bin/redis-server";
  require(command, "redis-server");
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-redis-"));
  const port = await freePort();
  const words = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes"];
  const start = () => launch(command, [...words, "--appendfsync", "always", "--maxmemory-policy", "noeviction"], port);
  return keepServer(folder, `redis://127.0.0.1:${port}`, start, "SIGKILL");
}

async function startPostgres(): Promise<TestServer> {
  const versions = "/usr/lib/postgresql";
  const newest = existsSync(versions) ? readdirSync(versions).sort().at(-1) : undefined;
  const bin = join(versions, newest ?? "", "bin");
  require(join(bin, "postgres"), "postgresql");
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-postgres-"));
  const port = await freePort();
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? ["runuser", "-u", "postgres", "--"] : [];
  if (isRoot) spawnSync("chown", ["postgres", folder]);
  chmodSync(folder, 0o700);
  const data = join(folder, "data");
  const [command, ...rest] = [...user, join(bin, "initdb"), "-D", data, "-U", "voxmatch", "--auth", "trust", "-N"];
  const made = spawnSync(command, rest, { encoding: "utf8", cwd: "/" });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const settings = ["-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=32MB"];
  const words = [...user, join(bin, "postgres"), "-D", data, "-p", `${port}`, ...settings];
  const start = () => launch(words[0], words.slice(1), port);
  // Immediate shutdown: no checkpoint, so that the next start recovers as after a crash.
  return keepServer(folder, `postgres://voxmatch@127.0.0.1:${port}/postgres`, start, "SIGQUIT");
}

async function keepServer(
  folder: string,
  address: string,
  start: () => Promise<ChildProcess>,
  crash: NodeJS.Signals,
): Promise<TestServer> {
  let child = await start();
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    // The server may be the child of runuser, which does not pass on every signal.
    process.kill(-(child.pid ?? 0), crash);
    await ended;
  };
  return {
    address,
    async restart() {
      await end();
      child = await start();
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(command: string, words: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn(command, words, { cwd: "/", stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return child;
    await sleep(100);
  }
  throw new Error(`${command} did not start: ${said}`);
}

/** These tests need the servers: without them they fail, and say what to do. */
function require(path: string, packageName: string): void {
  if (existsSync(path)) return;
  throw new Error(`There is no ${path}: apt-get install -y redis-server postgresql (here ${packageName} is missing).`);
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
