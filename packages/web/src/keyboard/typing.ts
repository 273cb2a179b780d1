/** Whether keys pressed there are text for a field. A slider or a checkbox takes no text. */
const textless = new Set(["button", "checkbox", "radio", "range", "submit", "file"]);

export function isTypingInto(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !textless.has(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
