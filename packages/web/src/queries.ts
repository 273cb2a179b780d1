/**
 * What the page knows of the server, by key. Facts that only a job or an act changes are fresh
 * until someone invalidates them (`live/live-events.ts`, `changed` below).
 */
import type { Fusion, ImageScope } from "@imantics/api";
import { QueryClient, queryOptions } from "@tanstack/react-query";
import { client, RequestFailed } from "./client.ts";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      // A server that says no will say no again; one that is away may come back.
      retry: (count, error) => error instanceof RequestFailed && error.status === 0 && count < 3,
    },
  },
});

/** How many tiles travel together. */
export const pageSize = 200;
/** The most hits one search shows; more is one click away on the page. */
export const hitLimit = 200;

export const libraryQuery = queryOptions({
  queryKey: ["library"],
  queryFn: ({ signal }) => client.library(signal),
});

export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: ({ signal }) => client.jobs(signal),
});

export const layoutQuery = (scope: ImageScope) =>
  queryOptions({
    queryKey: ["images", "layout", scope],
    queryFn: ({ signal }) => client.layout(scope, signal),
    structuralSharing: false,
  });

export const imagePageQuery = (scope: ImageScope, page: number) =>
  queryOptions({
    queryKey: ["images", "page", scope, page],
    queryFn: ({ signal }) => client.images(scope, { offset: page * pageSize, limit: pageSize }, signal),
    structuralSharing: false,
  });

export const imageQuery = (id: string) =>
  queryOptions({ queryKey: ["images", "one", id], queryFn: ({ signal }) => client.image(id, signal) });

export const regionsQuery = (image: string) =>
  queryOptions({
    queryKey: ["images", "regions", image],
    queryFn: ({ signal }) => client.regions(image, signal),
  });

export const searchQuery = (query: string, fusion: Fusion) =>
  queryOptions({
    queryKey: ["search", query, fusion],
    queryFn: ({ signal }) => client.search({ query, fusion, limit: hitLimit }, signal),
    structuralSharing: false,
  });

export const explanationQuery = (image: string, query: string) =>
  queryOptions({
    queryKey: ["search", "explanation", image, query],
    queryFn: ({ signal }) => client.explain(image, query, signal),
    structuralSharing: false,
  });

/** Values that this library has for the fields of the query language. */
export const vocabularyQuery = queryOptions({
  queryKey: ["vocabulary"],
  queryFn: ({ signal }) => client.vocabulary(signal),
});

/** What looks for parts of pictures, and what was found. */
export const partsQuery = queryOptions({
  queryKey: ["parts"],
  queryFn: ({ signal }) => client.parts(signal),
});

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => client.people(signal),
});

export const personQuery = (id: string) =>
  queryOptions({ queryKey: ["people", id], queryFn: ({ signal }) => client.person(id, signal) });

/** Unnamed faces that may be somebody with a name. */
export const faceQuestionsQuery = queryOptions({
  queryKey: ["people", "questions", "all"],
  queryFn: ({ signal }) => client.faceQuestions(signal),
});

/** Who a face may be. */
export const whoIsQuery = (region: string) =>
  queryOptions({
    queryKey: ["people", "who-is", region],
    queryFn: ({ signal }) => client.whoIs(region, signal),
  });

export const facesOfImageQuery = (image: string) =>
  queryOptions({
    queryKey: ["people", "of-image", image],
    queryFn: ({ signal }) => client.facesOfImage(image, signal),
  });

export const methodsQuery = queryOptions({
  queryKey: ["methods"],
  queryFn: ({ signal }) => client.methods(signal),
});

export const clusteringsQuery = queryOptions({
  queryKey: ["clusterings"],
  queryFn: ({ signal }) => client.clusterings(signal),
});

export const clusteringQuery = (id: string) =>
  queryOptions({
    queryKey: ["clusterings", id],
    queryFn: ({ signal }) => client.clustering(id, signal),
  });

export const clusterQuery = (clustering: string, cluster: string) =>
  queryOptions({
    queryKey: ["clusterings", clustering, cluster],
    queryFn: ({ signal }) => client.cluster(clustering, cluster, signal),
  });

export const failuresQuery = (page: number) =>
  queryOptions({
    queryKey: ["failures", page],
    queryFn: ({ signal }) => client.failures({ offset: page * pageSize, limit: pageSize }, signal),
  });

export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => client.models(signal),
});

/** Says that these facts may be different now; what is on the page is asked for again. */
export function changed(...keys: readonly string[]): void {
  for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key] });
}
