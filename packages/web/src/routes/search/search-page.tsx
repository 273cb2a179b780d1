/** Search results: the query as chips, the hits with how sure each is, a cut, and an honest "nothing near". */
import type { ParsedQuery } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Nothing, Page, Trouble, Waiting } from "../../components/page.tsx";
import { libraryQuery, searchQuery } from "../../queries.ts";
import { addressOf, fusionOf } from "../../query/fusion.ts";
import { LineTrouble } from "../../query/line-trouble.tsx";
import { useQueryInAddress } from "../../query/use-query.ts";
import { FusionPanel } from "./fusion-panel.tsx";
import { QueryChips } from "./query-chips.tsx";
import { SearchHelp } from "./search-help.tsx";
import { SearchResults } from "./search-results.tsx";

export function SearchPage() {
  const { line, read, ask } = useQueryInAddress();
  if (line === "") return <SearchHelp />;
  return (
    <Page title="Search">
      {"query" in read ? (
        <Answer line={line} query={read.query} ask={ask} />
      ) : (
        <LineTrouble line={line} error={read.error} />
      )}
    </Page>
  );
}

interface AnswerProps {
  readonly line: string;
  readonly query: ParsedQuery;
  readonly ask: (line: string, isSmall?: boolean) => void;
}

const panelId = "how-parts-count";

function Answer({ line, query, ask }: AnswerProps) {
  const { weigh, pool, sure } = useSearch({ from: "/search" });
  const navigate = useNavigate({ from: "/search" });
  const fusion = useMemo(
    () => fusionOf({ ...(weigh && { weigh }), ...(pool && { pool }), ...(sure && { sure }) }),
    [weigh, pool, sure],
  );
  const isUsual = Object.keys(fusion).length === 0;
  const [hasPanel, setPanel] = useState(!isUsual);
  const { data: library } = useQuery(libraryQuery);
  const { parts } = query;
  const isOnlyMinus = parts.length > 0 && parts.every((part) => part.weight < 0);
  const needsText = library?.encoder.acceptsText === false && parts.some((part) => part.kind === "text");
  const canAsk = !isOnlyMinus && !needsText;
  const { data, error, refetch } = useQuery({
    ...searchQuery(line, fusion),
    enabled: canAsk,
    // While a slider moves, what was found stays in view.
    placeholderData: (before, query) => (query?.queryKey[1] === line ? before : undefined),
  });
  return (
    <>
      <QueryChips query={query} onChange={ask}>
        {parts.length > 0 && (
          <Button
            aria-expanded={hasPanel}
            aria-controls={panelId}
            title="How much whole pictures, things and text count"
            onClick={() => setPanel(!hasPanel)}
          >
            {isUsual ? "Parts" : "Parts, set by you"}
          </Button>
        )}
      </QueryChips>
      {parts.length > 0 && hasPanel && (
        <FusionPanel
          id={panelId}
          fusion={fusion}
          onChange={(next) =>
            void navigate({
              search: ({ weigh: _, pool: __, sure: ___, ...rest }) => ({ ...rest, ...addressOf(next) }),
              replace: true,
            })
          }
        />
      )}
      {isOnlyMinus && <Nothing>Everything here pushes away. Add a word or a picture to look for.</Nothing>}
      {needsText && (
        <Nothing>
          {library?.encoder.title} takes no words. Search with a picture, or choose a model that takes words
          in the settings.
        </Nothing>
      )}
      {canAsk && error && <Trouble error={error} onRetry={() => void refetch()} />}
      {canAsk && !error && !data && <Waiting label="Searching" />}
      {canAsk && !error && data && <SearchResults key={line} parts={parts} response={data} />}
    </>
  );
}
