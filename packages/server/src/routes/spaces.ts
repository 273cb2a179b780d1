/** Spaces: what each model has seen, removed and brought back by the journal, compared. */
import { endpoints } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { queryPictures } from "../query-pictures.ts";
import { readQuery } from "../read-query.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import type { AppSettings } from "../settings.ts";
import * as wire from "../wire.ts";

export function spaceRoutes(app: App, library: Library, settings: AppSettings): void {
  const pictures = queryPictures(settings.temporaryFolder, settings.limits);
  const { spaces } = endpoints;

  serveEndpoint(app, spaces.list, async () => (await library.spaces.list()).map((space) => ({ ...space })));
  serveEndpoint(app, spaces.remove, async ({ params }) =>
    wire.acted(await library.spaces.remove(params.space)),
  );

  serveEndpoint(app, spaces.empty, async () => {
    const { spaces, clusterings, finds } = await library.spaces.empty();
    if (spaces.length + clusterings.length + finds === 0) {
      throw new ImanticsError("nothing-to-empty", "There is nothing in the trash.");
    }
    return { spaces: [...spaces], clusterings: [...clusterings], finds };
  });

  serveEndpoint(app, spaces.compare, async ({ body: { spaces, part, limit } }) => {
    const { parts } = await readQuery({ parts: [part], conditions: [] }, pictures);
    const [asked] = parts;
    if (asked === undefined) throw new ImanticsError("internal:compare", "One part was read as none.");
    const { rankings, overlap, chance } = await library.spaces.compare(spaces, asked, limit);
    const [first, second] = rankings;
    return {
      rankings: [
        { ...first, hits: first.hits.map((hit) => ({ ...hit })) },
        { ...second, hits: second.hits.map((hit) => ({ ...hit })) },
      ],
      overlap,
      chance,
    };
  });
}
