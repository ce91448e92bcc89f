import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.js";

/** A cluster of SLURM with one node, this machine. */
export interface TestCluster {
  /** Environment variables for its commands. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts a controller and a node on separate ports, without accounts, keys and groups of processes. */
export async function startSlurm(): Promise<TestCluster> {
  if (!existsSync("/usr/sbin/slurmd")) {
    throw new Error("There is no /usr/sbin/slurmd: apt-get install -y slurm-wlm.");
  }
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-slurm-"));
  const at = (name: string) => join(folder, name);
  const [node] = hostname().split(".");
  const user = userInfo().username;
  for (const name of ["state", "spool"]) mkdirSync(at(name));
  const settings = {
    ClusterName: "test",
    SlurmctldHost: `${node}(127.0.0.1)`,
    SlurmctldPort: await freePort(),
    SlurmdPort: await freePort(),
    SlurmUser: user,
    SlurmdUser: user,
    AuthType: "auth/none",
    CredType: "cred/none",
    MpiDefault: "none",
    ProctrackType: "proctrack/linuxproc",
    TaskPlugin: "task/none",
    JobAcctGatherType: "jobacct_gather/none",
    SelectType: "select/cons_tres",
    SelectTypeParameters: "CR_CPU_Memory",
    // The configuration claims more than the machine has, so that jobs of the example's size can run.
    SlurmdParameters: "config_overrides",
    SchedulerParameters: "sched_interval=1,batch_sched_delay=0",
    ReturnToService: 2,
    StateSaveLocation: at("state"),
    SlurmdSpoolDir: at("spool"),
    SlurmctldPidFile: at("controller.pid"),
    SlurmdPidFile: at("node.pid"),
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  lines.push(`NodeName=${node} NodeAddr=127.0.0.1 CPUs=8 RealMemory=32768 State=UNKNOWN`);
  lines.push("PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP");
  writeFileSync(at("slurm.conf"), `${lines.join("\n")}\n`);
  writeFileSync(at("cgroup.conf"), "CgroupPlugin=autodetect\n");
  const env = { SLURM_CONF: at("slurm.conf") };
  const daemons: ChildProcess[] = [];
  const start = (command: string, ...words: string[]) => {
    const stdio = ["ignore", "ignore", "pipe"] as const;
    const child = spawn(command, words, { cwd: "/", env: { ...process.env, ...env }, stdio: [...stdio] });
    child.stderr?.on("data", (chunk) => writeFileSync(at("log"), chunk, { flag: "a" }));
    daemons.push(child);
  };
  start("/usr/sbin/slurmctld", "-D");
  start("/usr/sbin/slurmd", "-D", "-N", node);
  const stop = async () => {
    for (const daemon of daemons) {
      const ended = once(daemon, "close");
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      daemon.kill("SIGTERM");
      await Promise.race([ended, sleep(5000).then(() => daemon.kill("SIGKILL"))]);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 100; attempt++) {
    const { stdout } = spawnSync("sinfo", ["--noheader", "--format=%T"], {
      env: { ...process.env, ...env },
      encoding: "utf8",
      timeout: 5000,
    });
    if (/^(idle|mixed)/.test(stdout ?? "")) return { env, stop };
    await sleep(200);
  }
  const said = existsSync(at("log")) ? readFileSync(at("log"), "utf8") : "nothing";
  await stop();
  throw new Error(`SLURM did not start: ${said}`);
}
