/**
 * Opens a dialog element as a modal for as long as it exists. The browser keeps the focus inside
 * and, because it is closed before it goes, gives the focus back to where it was.
 */
import { type RefObject, useLayoutEffect, useRef } from "react";

export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // A dialog that can hold the focus itself starts with it, so that no button looks chosen.
    if (element?.tabIndex === -1 && element.hasAttribute("tabindex")) element.focus();
    return () => element?.close();
  }, []);
  return dialog;
}
