/**
 * Talks to a running server with fetch and the types of the contract. Start one with `imantics serve`.
 *
 *   npx tsx --conditions=source examples/http-client.ts http://127.0.0.1:4400 "<words>"
 */
import { address, routes, SearchResponse } from "@imantics/api";

const [server = "http://127.0.0.1:4400", words = "a sunny beach"] = process.argv.slice(2);

const response = await fetch(server + routes.search, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ parts: [{ kind: "text", text: words }], limit: 5 }),
});
if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);

const { hits } = SearchResponse.parse(await response.json());
for (const { percentile, path, image } of hits) {
  const thumbnail = server + address(routes.thumbnail, { id: image.id }, { size: "small" });
  console.log(`${percentile.toFixed(1)} %  ${path}  ${thumbnail}`);
}
