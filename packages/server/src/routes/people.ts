/** People: whose face is whose, named, put together, taken apart and corrected. Undone by the journal. */
import { endpoints } from "@imantics/api";
import type { Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import * as wire from "../wire.ts";

export function peopleRoutes(app: App, { people, images }: Library): void {
  const to = endpoints.people;
  serveEndpoint(app, to.list, async () => (await people.list()).map(wire.person));

  // Before `detail`, whose pattern would take "questions" for an id.
  serveEndpoint(app, to.questions, async ({ query }) =>
    (await people.questions(query.limit)).map(wire.faceQuestion),
  );

  serveEndpoint(app, to.detail, async ({ params }) => {
    const { person, faces, doubtFrom } = await people.get(params.id);
    return { person: wire.person(person), faces: faces.map(wire.face), doubtFrom };
  });

  serveEndpoint(app, to.ofImage, async ({ params }) => {
    const { id } = await images.get(params.id);
    const faces = await people.ofImage(id);
    return faces.map((face) => ({ ...wire.face(face), person: face.person && wire.person(face.person) }));
  });

  serveEndpoint(app, to.suggestions, async ({ params }) =>
    (await people.suggest(params.region)).map(wire.faceSuggestion),
  );

  serveEndpoint(app, to.rename, async ({ params, body }) => {
    const { person, sequence } = await people.rename(params.id, body.name);
    return { person, sequence };
  });
  serveEndpoint(app, to.merge, async ({ params, body }) =>
    wire.acted(await people.merge(params.id, body.others)),
  );
  serveEndpoint(app, to.split, async ({ params, body }) => {
    const { person, sequence } = await people.split(params.id, body.faces);
    return { id: person, sequence };
  });
  serveEndpoint(app, to.refuse, async ({ params, body }) =>
    wire.acted(await people.refuse(params.id, body.faces)),
  );
  serveEndpoint(app, to.confirm, async ({ params, body }) =>
    wire.acted(await people.confirm(params.id, body.faces)),
  );
}
