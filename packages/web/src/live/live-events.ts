/**
 * The one connection that keeps the page up to date: the server's event stream. The browser
 * reconnects by itself and sends the last sequence it saw, so nothing is missed; a job we do not
 * know makes us ask for the list again.
 */
import { endpoints, type Job, NumberedEvent } from "@imantics/api";
import { useEffect, useSyncExternalStore } from "react";
import { changed, jobsQuery, queryClient } from "../queries.ts";
import { applyEvent, isActive } from "./job-progress.ts";

/** While a job runs, totals and the grid are asked for again at most this often. */
const refreshEveryMs = 4000;
const stripLength = 32;
const reopenAfterMs = 5000;

let newest: readonly string[] = [];
const listeners = new Set<() => void>();
let refresh: ReturnType<typeof setTimeout> | undefined;

/** Opens the stream for as long as the page lives. Used once, in the frame. */
export function useLiveEvents(): void {
  useEffect(() => {
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(endpoints.events.stream.path);
      // What happened before the stream stood is in the list.
      source.onopen = () => changed("jobs");
      source.onmessage = (message: MessageEvent<string>) =>
        receive(NumberedEvent.parse(JSON.parse(message.data)));
      source.onerror = () => {
        // The browser retries a lost line by itself, but not an answer other than 200.
        if (source.readyState === EventSource.CLOSED) again = setTimeout(open, reopenAfterMs);
      };
    };
    open();
    return () => {
      clearTimeout(again);
      source.close();
    };
  }, []);
}

/** The images that have just become searchable, newest first. */
export function useNewestImages(): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => newest,
  );
}

function receive(numbered: NumberedEvent): void {
  const jobs = queryClient.getQueryData<Job[]>(jobsQuery.queryKey);
  const next = jobs && applyEvent(jobs, numbered);
  if (next) queryClient.setQueryData(jobsQuery.queryKey, [...next]);
  else changed("jobs");

  const { event } = numbered;
  if (event.type === "images") {
    newest = [...event.ids.toReversed(), ...newest].slice(0, stripLength);
    for (const listener of listeners) listener();
    refreshSoon();
  }
  if (event.type === "failure") refreshSoon();
  const hasEnded = event.type === "state" && !isActive({ state: event.state });
  if (hasEnded || event.type === "summary") refreshAll();
}

function refreshSoon(): void {
  refresh ??= setTimeout(() => {
    refresh = undefined;
    changed("library", "images", "failures");
  }, refreshEveryMs);
}

function refreshAll(): void {
  clearTimeout(refresh);
  refresh = undefined;
  changed(
    "library",
    "images",
    "failures",
    "clusterings",
    "models",
    "search",
    "parts",
    "people",
    "vocabulary",
  );
}
