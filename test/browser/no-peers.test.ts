import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, type ServedApp, serveBuiltApp } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";

let browser: Browser;
let app: ServedApp;
const listener = createSocket("udp4");
const stranger = createServer((_, response) => response.end("A page without a policy."));
let packets = 0;

beforeAll(async () => {
  listener.on("message", () => packets++);
  await new Promise<void>((resolve) => listener.bind(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
});
afterAll(async () => {
  listener.close();
  stranger.close();
  await browser.close();
  await app.close();
});

/** Asks a server where this machine is, as every connection between peers begins; runs in a page or a worker. */
async function askServer(urls: string): Promise<number> {
  const scope = globalThis as unknown as Readonly<Record<string, typeof RTCPeerConnection | undefined>>;
  const peers = [scope.RTCPeerConnection, scope.webkitRTCPeerConnection].filter((each) => each !== undefined);
  for (const Peer of peers) {
    const peer = new Peer({ iceServers: [{ urls }] });
    peer.createDataChannel("voxels");
    await peer.setLocalDescription(await peer.createOffer());
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return peers.length;
}

describe("connections between peers", () => {
  it("send no packet from the page or its workers, where another page sends some", async () => {
    const server = `stun:127.0.0.1:${listener.address().port}`;
    const { page } = await openPage(browser, app.url);
    expect(page.workers().length).toBeGreaterThan(0);
    expect(await page.evaluate(askServer, server)).toBe(0);
    for (const worker of page.workers()) expect(await worker.evaluate(askServer, server)).toBe(0);
    expect(packets).toBe(0);
    const other = await browser.newPage();
    await other.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
    expect(await other.evaluate(askServer, server)).toBeGreaterThan(0);
    expect(packets).toBeGreaterThan(0);
    await Promise.all([page.close(), other.close()]);
  });
});
