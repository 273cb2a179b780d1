/** Listens for the keys that mean the same on every page and acts on them. */
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { actionOf, isModifier, type KeyAction, keyMap } from "../keyboard/key-map.ts";
import { isTypingInto } from "../keyboard/typing.ts";
import { redoLast, undoLast } from "../notices/undo.ts";
import { selection } from "../selection/selection.ts";
import { focusSearchBox } from "./search-box-focus.ts";

/** After `g`, the page key must follow within this time. */
const pageKeyWithinMs = 1500;

type GlobalAction = Exclude<KeyAction<"everywhere">, "await-page"> | KeyAction<"pages">;

export function useGlobalKeys(openHelp: () => void): void {
  const navigate = useNavigate();
  const act = useEffectEvent((action: GlobalAction) => {
    const actions: Readonly<Record<GlobalAction, () => void>> = {
      "focus-search": focusSearchBox,
      "go-home": () => void navigate({ to: "/" }),
      "go-photos": () => void navigate({ to: "/photos" }),
      "go-search": () => void navigate({ to: "/search" }),
      "go-clusters": () => void navigate({ to: "/clusters" }),
      "go-people": () => void navigate({ to: "/people" }),
      "go-jobs": () => void navigate({ to: "/jobs" }),
      help: openHelp,
      undo: () => void undoLast(),
      redo: () => void redoLast(),
      "clear-selection": selection.clear,
    };
    actions[action]();
  });

  useEffect(() => {
    let waitsUntil = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog has its own keys; only closing it is everyone's.
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const awaitsPage = event.timeStamp < waitsUntil;
      // Nothing is taken from a text field, not even undo.
      if (isTypingInto(event.target)) return;
      const decision = globalAction(event, awaitsPage);
      if (awaitsPage && !isModifier(event)) {
        waitsUntil = 0;
        // The letter after `g` is ours even when it leads nowhere: it must not also select or open.
        event.stopPropagation();
      }
      if (decision === null) return;
      // With nothing selected Esc is free for whatever the browser has open.
      if (decision === "clear-selection" && selection.current().size === 0) return;
      event.preventDefault();
      if (decision === "await-page") waitsUntil = event.timeStamp + pageKeyWithinMs;
      else act(decision);
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}

/** After `g` a plain key says which page; a command is a command all the same. */
function globalAction(event: KeyboardEvent, awaitsPage: boolean) {
  const isCommand = event.ctrlKey || event.metaKey;
  return actionOf<GlobalAction | "await-page">(
    awaitsPage && !isCommand ? keyMap.pages : keyMap.everywhere,
    event,
  );
}
