/** Opens the page in the person's browser, but only where a person sits in front of one. */
import { spawn } from "node:child_process";

export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly isTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The command that opens `url`, or null where no browser should open: a pipe, a server, a remote shell. */
export function browserCommand(url: string, desktop: Desktop): readonly [string, ...string[]] | null {
  const { platform, isTerminal, environment } = desktop;
  if (!isTerminal || environment.SSH_CONNECTION || environment.CI) return null;
  if (platform === "darwin") return ["open", url];
  // The empty argument is the window title that `start` would otherwise take the address for.
  if (platform === "win32") return ["cmd", "/c", "start", "", url];
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? ["xdg-open", url] : null;
}

/** True when a browser was asked to open. A missing opener is no error: the address is printed anyway. */
export function openBrowser(url: string): boolean {
  const command = browserCommand(url, {
    platform: process.platform,
    isTerminal: process.stdout.isTTY === true,
    environment: process.env,
  });
  if (command === null) return false;
  const [program, ...args] = command;
  const child = spawn(program, args, { detached: true, stdio: "ignore" });
  child.on("error", () => undefined);
  child.unref();
  return true;
}
