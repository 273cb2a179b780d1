/**
 * Indexes a folder and searches it, as a program would do it: no terminal, no server.
 *
 *   npx tsx --conditions=source examples/index-and-search.ts <folder> "<words>"
 */
import { openLibrary } from "@imantics/engine";

const [folder = ".", words = "a sunny beach"] = process.argv.slice(2);
const library = await openLibrary(process.env.IMANTICS_LIBRARY ?? ".imantics/example");

const job = await library.jobs.start({ kind: "index", locations: [folder] });
for await (const { event } of library.jobs.events({ job: job.id })) {
  if (event.type === "failure") console.error(`left out: ${event.failure.path} (${event.failure.message})`);
}

const { hits, hasGoodMatch } = await library.search({
  parts: [{ kind: "text", text: words, weight: 1 }],
  limit: 5,
});
if (!hasGoodMatch) console.error("No good match; these are the nearest:");
for (const { percentile, path } of hits) console.log(`${percentile.toFixed(1)} %  ${path}`);

await library.close();
