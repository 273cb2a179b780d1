/** Events of jobs as they happen. */
import * as z from "zod";
import { NumberedEvent } from "../jobs.ts";
import { events as eventStream } from "./answer.ts";
import { endpoint, get } from "./endpoint.ts";

export const events = {
  stream: endpoint({
    ...get("/api/events"),
    tag: "Jobs",
    summary: "Server-Sent Events, each a NumberedEvent; Last-Event-ID resumes",
    scope: "read",
    query: z.object({ job: z.string().optional().meta({ description: "Only this job; ends with it." }) }),
    headers: z.object({
      "last-event-id": z.coerce.number().int().min(0).optional().meta({ description: "Only later events." }),
    }),
    answer: eventStream(NumberedEvent, "Events"),
    errors: ["job-not-found", "too-many-streams"],
  }),
};
