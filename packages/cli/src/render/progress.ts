/**
 * The event stream of a job as a person or a script sees it. Three views of the same events: a bar on
 * a screen, a sparse line now and then in a pipe, one JSON line an event for scripts.
 */
import type { ClusterProgress } from "@imantics/core";
import type { JobEvent, StageName, StageProgress } from "@imantics/engine";
import pc from "picocolors";
import type { Terminal } from "../terminal.ts";
import { formatCount, formatDuration, formatRate } from "./numbers.ts";

/** A stage of a job, or of work that has stages of its own. */
type ShownProgress = Omit<StageProgress, "stage"> & { readonly stage: string };

export interface ProgressView {
  show(event: JobEvent): void;
  /** Leaves the screen clean: the bar's line is finished. */
  end(): void;
}

const titles: Readonly<Record<StageName, string>> = {
  scan: "Looking for files",
  see: "Reading photos",
  group: "Grouping",
  name: "Naming groups",
  parts: "Looking for parts",
  download: "Downloading",
  check: "Checking",
};
/** Stages of the maths are named in words already. */
const titleOf = (stage: string): string =>
  Object.entries(titles).find(([name]) => name === stage)?.[1] ??
  stage.charAt(0).toUpperCase() + stage.slice(1);

const barWidth = 24;
const lineEveryMs = 10_000;

/** Bars on a screen, sparse lines otherwise. */
export function progressView(terminal: Terminal): ProgressView {
  return terminal.columns === null ? sparseLines(terminal) : bars(terminal);
}

/** Every event as one JSON line on stdout, with paths as they were typed. */
export function jsonLines(terminal: Terminal, asTyped = (path: string) => path): ProgressView {
  const inTypedWords = (event: JobEvent): JobEvent => {
    if (event.type !== "failure") return event;
    return { ...event, failure: { ...event.failure, path: asTyped(event.failure.path) } };
  };
  return { show: (event) => terminal.print(JSON.stringify(inTypedWords(event))), end: () => undefined };
}

/** For commands whose only stdout is one JSON document: nothing but notices. */
export function silentView(terminal: Terminal): ProgressView {
  return {
    show: (event) => event.type === "notice" && terminal.tell(`${event.message}\n`),
    end: () => undefined,
  };
}

/**
 * Work of the maths as it reports itself: a bar on a screen; in a pipe a line now and then, none for
 * scripts. Its stages are many, short and inside each other, so only the newest is shown.
 */
export function workView(
  terminal: Terminal,
  { isJson }: { readonly isJson: boolean },
): { show(progress: ClusterProgress): void; end(): void } {
  const plain = { skipped: 0, failed: 0, rate: null, secondsLeft: null };
  let toldAt = performance.now();
  return {
    show(progress) {
      if (terminal.columns !== null) {
        terminal.draw(`\r\u001b[K${barLine({ ...plain, ...progress }, terminal.columns)}`);
      } else if (!isJson && performance.now() - toldAt >= lineEveryMs) {
        toldAt = performance.now();
        terminal.tell(`${plainLine({ ...plain, ...progress })}\n`);
      }
    },
    end() {
      if (terminal.columns !== null) terminal.draw("\r\u001b[K");
    },
  };
}

function bars(terminal: Terminal): ProgressView {
  let current: StageProgress | null = null;
  const clear = () => terminal.draw("\r\u001b[K");
  const draw = () => {
    if (current) terminal.draw(`\r\u001b[K${barLine(current, terminal.columns ?? 80)}`);
  };
  return {
    show(event) {
      if (event.type === "progress") {
        if (event.total === 0) return;
        if (current && current.stage !== event.stage) terminal.tell("\n");
        current = event;
        draw();
      } else if (event.type === "notice") {
        clear();
        terminal.draw(pc.yellow("!"));
        terminal.tell(` ${event.message}\n`);
        draw();
      }
    },
    end() {
      if (current) terminal.tell("\n");
      current = null;
    },
  };
}

function sparseLines(terminal: Terminal): ProgressView {
  let last: StageProgress | null = null;
  let toldAt = 0;
  const tell = (progress: StageProgress) => terminal.tell(`${plainLine(progress)}\n`);
  return {
    show(event) {
      if (event.type === "notice") terminal.tell(`${event.message}\n`);
      if (event.type !== "progress" || event.total === 0) return;
      if (last && last.stage !== event.stage) tell(last);
      if (last?.stage !== event.stage) toldAt = performance.now();
      last = event;
      if (performance.now() - toldAt < lineEveryMs) return;
      toldAt = performance.now();
      tell(event);
    },
    end() {
      if (last) tell(last);
      last = null;
    },
  };
}

/** `Reading photos  ████░░░░  1,200 of 3,265 · 52 / s · 38 s left · 3 failed`, cut to the screen. */
function barLine(progress: ShownProgress, columns: number): string {
  const title = titleOf(progress.stage).padEnd(18);
  const share = progress.total ? Math.min(1, progress.done / progress.total) : 0;
  const filled = Math.round(share * barWidth);
  const bar = progress.total === null ? "" : `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}  `;
  const plain = `${title}${bar}${figures(progress).join(" · ")}`;
  return plain.length >= columns
    ? plain.slice(0, columns - 1)
    : title + pc.green(bar) + plain.slice(title.length + bar.length);
}

function plainLine(progress: ShownProgress): string {
  return `${titleOf(progress.stage)}: ${figures(progress).join(", ")}`;
}

function figures({ done, total, rate, secondsLeft, skipped, failed }: ShownProgress): string[] {
  const isOver = total !== null && done >= total;
  return [
    total === null || isOver ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`,
    ...(rate !== null && !isOver ? [formatRate(rate)] : []),
    ...(secondsLeft !== null && !isOver ? [`${formatDuration(secondsLeft)} left`] : []),
    ...(skipped > 0 ? [`${formatCount(skipped)} unchanged`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
  ];
}
