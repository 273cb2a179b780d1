/** Dark, light, or as the system says; remembered on this machine. */
import { useSyncExternalStore } from "react";

export const themes = ["system", "dark", "light"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "imantics.theme";
const listeners = new Set<() => void>();

function current(): Theme {
  const stored = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === stored) ?? "system";
}

/** Puts the remembered theme on the document; called once before the first paint. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = current();
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  applyTheme();
  for (const listener of listeners) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}
