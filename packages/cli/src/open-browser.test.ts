import { expect, test } from "vitest";
import { browserCommand, type Desktop } from "./open-browser.ts";

const desk: Desktop = { platform: "linux", isTerminal: true, environment: { DISPLAY: ":0" } };
const url = "http://127.0.0.1:4400";

test.each<[string, Partial<Desktop>, readonly string[] | null]>([
  ["a Linux desktop", {}, ["xdg-open", url]],
  ["Wayland", { environment: { WAYLAND_DISPLAY: "wayland-0" } }, ["xdg-open", url]],
  ["a Linux console without a desktop", { environment: {} }, null],
  ["a Mac", { platform: "darwin", environment: {} }, ["open", url]],
  ["Windows", { platform: "win32", environment: {} }, ["cmd", "/c", "start", "", url]],
  ["a pipe", { isTerminal: false }, null],
  [
    "a remote shell with a forwarded display",
    { environment: { DISPLAY: ":10", SSH_CONNECTION: "a b" } },
    null,
  ],
  ["a build machine", { platform: "darwin", environment: { CI: "true" } }, null],
])("on %s", (_, change, command) => {
  expect(browserCommand(url, { ...desk, ...change })).toEqual(command);
});
