/** Home: add photos while there are none, watch them come in, and later what there is and what is new. */
import type { Job } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { Page, Trouble, Waiting } from "../../components/page.tsx";
import { isActive } from "../../live/job-progress.ts";
import { jobsQuery, libraryQuery } from "../../queries.ts";
import { AddPhotos } from "./add-photos.tsx";
import { EncoderLine } from "./encoder-line.tsx";
import { IndexProgress } from "./index-progress.tsx";
import { Overview } from "./overview.tsx";

/** What happens to photos on their way in. */
const showsProgress: readonly Job["kind"][] = ["index", "parts"];

export function HomePage() {
  const { data: library, error, refetch } = useQuery(libraryQuery);
  const { data: jobs } = useQuery(jobsQuery);
  if (error) {
    return (
      <Page title="Imantics">
        <Trouble error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!library || !jobs) {
    return (
      <Page title="Imantics">
        <Waiting label="Opening the library" />
      </Page>
    );
  }
  const running = jobs.filter((job) => isActive(job) && showsProgress.includes(job.kind)).at(-1);
  const isEmpty = library.counts.images === 0;
  return (
    <Page title={isEmpty ? "Your photos, found again" : "Home"}>
      {running && <IndexProgress job={running} failures={library.counts.failures} />}
      {!isEmpty && <Overview library={library} jobs={jobs} isIndexing={running !== undefined} />}
      <AddPhotos isEmpty={isEmpty && !running} />
      <EncoderLine encoder={library.encoder} />
    </Page>
  );
}
