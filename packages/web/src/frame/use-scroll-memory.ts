/**
 * Back returns to where one was; a new page starts at its top; opening the viewer moves nothing.
 * Pages fill after they appear, so a remembered position is reached for until it exists, the
 * person scrolls, or two seconds are over.
 */
import { useRouter, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { scroller } from "./scroller.ts";

/** Parts of the address that change what is shown, not where one is. */
const stillKeys = new Set(["image", "at", "size", "cut"]);
const storageKey = "imantics.scroll";
const reachForMs = 2000;

export function useScrollMemory(): void {
  const router = useRouter();
  const place = useRouterState({
    select: (state) => placeOf(state.location.pathname, state.location.searchStr),
  });
  const current = useRef(place);
  // A reload counts as coming back.
  const isReturning = useRef(true);
  const positions = useRef(remembered());

  useEffect(
    () =>
      router.history.subscribe(({ action }) => {
        isReturning.current = action.type !== "PUSH" && action.type !== "REPLACE";
      }),
    [router],
  );

  useEffect(() => {
    const element = scroller();
    if (!element) return;
    const remember = () => positions.current.set(current.current, element.scrollTop);
    const store = () => sessionStorage.setItem(storageKey, JSON.stringify([...positions.current]));
    element.addEventListener("scroll", remember, { passive: true });
    window.addEventListener("pagehide", store);
    return () => {
      element.removeEventListener("scroll", remember);
      window.removeEventListener("pagehide", store);
    };
  }, []);

  useEffect(() => {
    const element = scroller();
    if (!element) return;
    const wanted = isReturning.current ? (positions.current.get(place) ?? 0) : 0;
    current.current = place;
    return reachFor(element, wanted);
  }, [place]);
}

/** Sets the position now and, while the content still grows, again. Returns how to stop. */
function reachFor(element: HTMLElement, wanted: number): () => void {
  element.scrollTop = wanted;
  if (element.scrollTop >= wanted - 1) return () => undefined;
  const until = performance.now() + reachForMs;
  let frame = requestAnimationFrame(function again() {
    element.scrollTop = wanted;
    if (element.scrollTop < wanted - 1 && performance.now() < until) frame = requestAnimationFrame(again);
    else stop();
  });
  const stop = () => {
    cancelAnimationFrame(frame);
    for (const gesture of ["wheel", "touchstart", "keydown"]) element.removeEventListener(gesture, stop);
  };
  for (const gesture of ["wheel", "touchstart", "keydown"])
    element.addEventListener(gesture, stop, { passive: true });
  return stop;
}

function placeOf(pathname: string, search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name]) => !stillKeys.has(name));
  return `${pathname}?${new URLSearchParams(kept)}`;
}

function remembered(): Map<string, number> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(storageKey) ?? "[]"));
  } catch {
    return new Map();
  }
}
