/** Short messages about what was just done, with the way back when there is one. */
import { useSyncExternalStore } from "react";
import { reasonOf } from "../client.ts";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isError: boolean;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const shownForMs = 8000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function commit(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function add(toast: Omit<Toast, "id">): void {
  const id = nextId++;
  commit([...toasts.slice(-2), { ...toast, id }]);
  // An error waits until it is read.
  if (!toast.isError) setTimeout(() => dismissToast(id), shownForMs);
}

export function notify(text: string, action: Toast["action"] = null): void {
  add({ text, action, isError: false });
}

export function notifyFailure(error: unknown): void {
  add({ text: reasonOf(error), action: null, isError: true });
}

export function dismissToast(id: number): void {
  commit(toasts.filter((toast) => toast.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
