import { openLibrary } from "@imantics/engine";
import { serve } from "@imantics/server";
const library = await openLibrary(process.argv[2]!, {});
const server = await serve(library, { port: Number(process.argv[3] ?? 7878), webFolder: "/work/main/packages/web/dist", importsFolder: process.argv[2] + "/imports", temporaryFolder: process.argv[2] + "/tmp", onInternalError: (e: unknown) => console.error("INTERNAL", e) });
console.log(server.address);
process.on("SIGTERM", async () => { await server.close(); await library.close(); process.exit(0); });
