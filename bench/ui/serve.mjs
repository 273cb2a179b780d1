/**
 * The server in a process of its own, so that its memory is its own: serves a library until told to
 * end. Plain script, so that the built packages run as people run them, without a loader.
 */
import { openLibrary } from "@imantics/engine";
import { serve } from "@imantics/server";

const [location = "", webFolder = "", scratch = ""] = process.argv.slice(2);
const library = await openLibrary(location, { isOffline: true });
const server = await serve(library, {
  port: 0,
  webFolder,
  importsFolder: `${scratch}/imports`,
  temporaryFolder: `${scratch}/temporary`,
});
process.on("message", async (message) => {
  if (message === "memory") process.send?.({ bytes: process.memoryUsage().rss });
  if (message !== "end") return;
  await server.close();
  await library.close();
  process.disconnect();
});
process.send?.({ address: server.address });
