/**
 * Chromium for the browser tests: the system's own, headless, talking to nobody but our server.
 * Without one the tests are skipped and say so.
 */
import { type Browser, chromium, type Page } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

// A plain module without declarations: the test command uses it before anything is compiled.
const { findChromium }: { findChromium(): string | null } = await import(
  new URL("../../tools/chromium.mjs", import.meta.url).href
);

export const chromiumPath = findChromium();
if (chromiumPath === null) console.warn("Browser tests are skipped: there is no Chromium on this machine.");

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ ...(chromiumPath && { executablePath: chromiumPath }), args: flags });
}

export interface View {
  readonly theme: "dark" | "light";
  readonly width: number;
  readonly height: number;
}

export const desktop: View = { theme: "dark", width: 1280, height: 800 };

/** A page of its own (own storage) and everything that went wrong on it. */
export async function openPage(
  browser: Browser,
  address: string,
  view: View = desktop,
): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext({
    baseURL: address,
    colorScheme: view.theme,
    viewport: { width: view.width, height: view.height },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(`${error.message}\n${error.stack ?? ""}`));
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(address).host)
      troubles.push(`left the machine: ${request.url()}`);
  });
  return { page, troubles };
}

/** Waits until every picture in view is drawn. */
export async function picturesDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const images = [...document.querySelectorAll("img")].filter((image) => {
      const box = image.getBoundingClientRect();
      return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    });
    return images.every((image) => image.complete && image.naturalWidth > 0);
  });
}
