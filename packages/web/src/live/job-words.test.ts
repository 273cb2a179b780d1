import { expect, test } from "vitest";
import { countsWords, jobWords } from "./job-words.ts";

test("counts are read as words, one and many", () => {
  expect(countsWords({ images: 946, clusters: 1, notImages: 2, failed: 0 })).toBe(
    "946 images, 1 cluster, 2 not images",
  );
});

test("a job says what it is about", () => {
  const job = {
    id: "1",
    state: "done",
    stages: [],
    counts: {},
    error: null,
    createdAt: "",
    endedAt: null,
  } as const;
  const rest = { ...job, stages: [...job.stages] };
  expect(jobWords({ ...rest, kind: "index", request: { locations: ["/a", "/b"] } })).toBe(
    "Index photos: /a, /b",
  );
  expect(jobWords({ ...rest, kind: "cluster", request: { method: "kmeans" } })).toBe(
    "Cluster photos: kmeans",
  );
  expect(jobWords({ ...rest, kind: "parts", request: { detectors: ["objects", "text"] } })).toBe(
    "Look for parts: objects, text",
  );
  expect(jobWords({ ...rest, kind: "doctor", request: {} })).toBe("Check the library");
});
