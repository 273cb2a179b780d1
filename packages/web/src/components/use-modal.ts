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
    return () => element?.close();
  }, []);
  return dialog;
}
