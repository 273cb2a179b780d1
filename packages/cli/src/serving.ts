/** The page and the API over an open library, until Ctrl-C. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Library } from "@imantics/engine";
import { type RunningServer, serve } from "@imantics/server";
import { z } from "zod";
import { onInterrupt } from "./interruption.ts";
import { openBrowser } from "./open-browser.ts";
import type { Terminal } from "./terminal.ts";

/** Where the server listens; shared by `serve` and the default command. */
export const ServingOptions = z.object({
  host: z.string().min(1).default("127.0.0.1"),
  port: z.coerce.number().int().min(0).max(65535).default(4400),
  browser: z.boolean().default(true),
});
export type ServingOptions = z.infer<typeof ServingOptions>;

/** The built page, beside this package in the project. Null: not built, the API alone is served. */
function pageFolder(): string | null {
  const folder = fileURLToPath(new URL("../../web/dist", import.meta.url));
  return existsSync(join(folder, "index.html")) ? folder : null;
}

/** Starts the server and tells where it is. Opens a browser where a person sits in front of one. */
export async function startServing(
  library: Library,
  { host, port, browser }: ServingOptions,
  isJson: boolean,
  terminal: Terminal,
): Promise<RunningServer> {
  const server = await serve(library, {
    host,
    port,
    webFolder: pageFolder(),
    importsFolder: join(library.location, "imports"),
    temporaryFolder: join(library.location, "tmp"),
    onInternalError: (error) => terminal.tell(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
  terminal.print(isJson ? JSON.stringify({ type: "serving", address: server.address }) : server.address);
  // In the background: a person who searches at once waits for the rest of it, not for an error here.
  library.prepareSearch().catch(() => undefined);
  if (browser) openBrowser(server.address);
  return server;
}

/** Resolves at Ctrl-C, when the server has gone down. */
export async function untilInterrupted(server: RunningServer, terminal: Terminal): Promise<void> {
  await new Promise<void>((resolve) => {
    const release = onInterrupt(terminal, "Closing …", () => {
      release();
      resolve();
    });
  });
  await server.close();
}
