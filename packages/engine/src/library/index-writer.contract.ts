/** A process that indexes a folder into a library and ends. Arguments: library folder, folder of pictures. */
import { openLibrary } from "./open-library.ts";

const [location = "", photos = ""] = process.argv.slice(2);
const library = await openLibrary(location, { workerCount: 1 });
const job = await library.jobs.start({ kind: "index", locations: [photos] });
for await (const { event } of library.jobs.events({ job: job.id })) {
  if (event.type === "notice") process.stderr.write(`${event.message}\n`);
}
await library.close();
