/** Puts text into the clipboard and says so. */
import { notify, notifyFailure } from "../../notices/toasts.ts";

export async function copyText(text: string): Promise<void> {
  // Browsers have it only where the address is https or this machine.
  if (!("clipboard" in navigator)) {
    notifyFailure(new Error("This browser does not let the page copy here; select the text in the details."));
    return;
  }
  try {
    await navigator.clipboard.writeText(text);
    notify("Text copied.");
  } catch (error) {
    notifyFailure(error);
  }
}
