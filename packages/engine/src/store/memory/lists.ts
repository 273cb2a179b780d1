/** The ports in memory that are little more than a list: jobs, runs, the ledger, the journal, settings, keys. */
import type { FailureRecord } from "../../domain/failure.ts";
import { brokenReference } from "../broken-reference.ts";
import type { FailurePort } from "../ports/failures.ts";
import type { JobPort } from "../ports/jobs.ts";
import type { JournalPort } from "../ports/journal.ts";
import type { KeyPort } from "../ports/keys.ts";
import type { RunPort } from "../ports/runs.ts";
import type { SettingPort } from "../ports/settings.ts";
import { byText } from "./by-text.ts";
import type { State } from "./state.ts";

export function memoryJobs(state: State): JobPort {
  return {
    async save(job) {
      state.jobs.set(job.id, job);
    },
    get: async (id) => state.jobs.get(id) ?? null,
    async list(limit, wanted) {
      const chosen = [...state.jobs.values()].filter((job) => wanted === undefined || job.state === wanted);
      return chosen
        .reverse()
        .sort(byText((job) => job.createdAt, -1))
        .slice(0, limit);
    },
  };
}

export function memoryRuns(state: State): RunPort {
  return {
    async save(run) {
      state.runs.set(run.id, run);
    },
    get: async (id) => state.runs.get(id) ?? null,
    list: async (limit) =>
      [...state.runs.values()]
        .reverse()
        .sort(byText((run) => run.startedAt, -1))
        .slice(0, limit),
  };
}

export function memoryFailures(state: State): FailurePort {
  const ledger = () => [...state.failures.values()].sort(byText((row) => row.path)).map(withoutSource);
  return {
    async record(source, added) {
      if (!state.sources.some(({ id }) => id === source)) throw brokenReference(`source ${source}`);
      for (const failure of added) state.failures.set(failure.path, { ...failure, source });
    },
    async page({ offset, limit }) {
      return { total: state.failures.size, failures: ledger().slice(offset, offset + limit) };
    },
    async ofSource(source) {
      const own = ledger().filter((row) => state.failures.get(row.path)?.source === source);
      return new Map(own.map((row) => [row.path, row]));
    },
    ofPaths: async (paths) => ledger().filter((row) => paths.includes(row.path)),
    async clear(cleared = [...state.failures.keys()]) {
      for (const path of cleared) state.failures.delete(path);
    },
    async setIgnored(paths, isIgnored) {
      for (const path of paths) {
        const failure = state.failures.get(path);
        if (failure) state.failures.set(path, { ...failure, isIgnored });
      }
    },
  };
}

export function memoryJournal(state: State): JournalPort {
  return {
    async append(added) {
      const stored = { ...added, sequence: state.journal.length + 1, isUndone: false };
      state.journal.push(stored);
      return stored;
    },
    get: async (sequence) => state.journal[sequence - 1] ?? null,
    list: async (limit, before = Number.POSITIVE_INFINITY) =>
      state.journal
        .filter(({ sequence }) => sequence < before)
        .reverse()
        .slice(0, limit),
    async markUndone(sequence, isUndone) {
      const stored = state.journal[sequence - 1];
      if (stored) state.journal[sequence - 1] = { ...stored, isUndone };
    },
  };
}

export function memorySettings(state: State): SettingPort {
  return {
    get: async (name) => state.settings.get(name) ?? null,
    async set(name, value) {
      if (value === null) state.settings.delete(name);
      else state.settings.set(name, value);
    },
  };
}

export function memoryKeys(state: State): KeyPort {
  return {
    async add(key) {
      state.keys.set(key.id, key);
    },
    list: async () => [...state.keys.values()].sort(byText((key) => key.createdAt)),
    async remove(id) {
      state.keys.delete(id);
    },
  };
}

function withoutSource({ source, ...failure }: FailureRecord & { readonly source: number }): FailureRecord {
  return failure;
}
