/**
 * Talks to a running server with the typed client of the contract. Start one with `imantics serve`.
 *
 *   npx tsx --conditions=source examples/http-client.ts http://127.0.0.1:4400 "<words>"
 */
import { address, createClient, endpoints } from "@imantics/api";

const [baseUrl = "http://127.0.0.1:4400", words = "a sunny beach"] = process.argv.slice(2);

const client = createClient({ baseUrl });
const { hits } = await client.search.search({ body: { parts: [{ kind: "text", text: words }], limit: 5 } });
for (const { percentile, path, image } of hits) {
  const thumbnail = baseUrl + address(endpoints.images.thumbnail, { id: image.id }, { size: "small" });
  console.log(`${percentile.toFixed(1)} %  ${path}  ${thumbnail}`);
}
