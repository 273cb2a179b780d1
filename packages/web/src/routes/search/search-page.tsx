/** Search results: the query as chips, the hits with how sure each is, a cut, and an honest "nothing near". */
import { useQuery } from "@tanstack/react-query";
import { Nothing, Page, Trouble, Waiting } from "../../components/page.tsx";
import { libraryQuery, searchQuery } from "../../queries.ts";
import { useQueryInAddress } from "../../query/use-query.ts";
import { QueryChips } from "./query-chips.tsx";
import { SearchHelp } from "./search-help.tsx";
import { SearchResults } from "./search-results.tsx";

export function SearchPage() {
  const { parts, ask } = useQueryInAddress();
  const { data: library } = useQuery(libraryQuery);
  const isOnlyMinus = parts.length > 0 && parts.every((part) => part.weight <= 0);
  const needsText = library?.encoder.acceptsText === false && parts.some((part) => part.kind === "text");
  const canAsk = parts.length > 0 && !isOnlyMinus && !needsText;
  const { data, error, refetch } = useQuery({ ...searchQuery(parts), enabled: canAsk });

  if (parts.length === 0) return <SearchHelp />;
  return (
    <Page title="Search">
      <QueryChips parts={parts} onChange={ask} />
      {isOnlyMinus && <Nothing>Everything here pushes away. Add a word or a picture to look for.</Nothing>}
      {needsText && (
        <Nothing>
          {library?.encoder.title} takes no words. Search with a picture, or choose a model that takes words
          in the settings.
        </Nothing>
      )}
      {canAsk && error && <Trouble error={error} onRetry={() => void refetch()} />}
      {canAsk && !error && !data && <Waiting label="Searching" />}
      {canAsk && data && <SearchResults key={JSON.stringify(parts)} parts={parts} response={data} />}
    </Page>
  );
}
