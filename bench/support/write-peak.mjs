/** Preloaded by `--import`: writes the megabytes that the process held at most, and its processor time in ms, into `VOXMATCH_PEAK_FILE` when it ends. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

process.on("exit", () => {
  // Linux counts to a process's maxRSS what its parent held when it was started; the kernel's own mark does not.
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const kilobytes = /VmHWM:\s*(\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.VOXMATCH_PEAK_FILE, `${Number(kilobytes) / 1024} ${(user + system) / 1000}`);
});
