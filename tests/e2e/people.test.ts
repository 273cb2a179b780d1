/** People on the page, with made-up faces: named in the grid, corrected on their page, taken back, erased. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium, openPage } from "./browser.ts";
import { type ServedLibrary, serveLibrary } from "./served-library.ts";

describe.skipIf(!chromiumPath)("people", () => {
  let served: ServedLibrary;
  let browser: Browser;
  let page: Page;
  let troubles: string[];

  beforeAll(async () => {
    const settings = { picturesPerFamily: 3, hasPeople: true };
    [served, browser] = await Promise.all([serveLibrary(settings), launchChromium()]);
    ({ page, troubles } = await openPage(browser, served.address));
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const options = () => page.getByRole("option");

  test("are named in place; a name that is there already joins them, and undo takes them apart", async () => {
    await page.goto("/people");
    const fields = page.getByPlaceholder("Who is this?");
    await fields.first().fill("Anna");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Anna, 5 photos" }).waitFor();
    await fields.first().fill("anna");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Anna, 8 photos" }).waitFor();
    await page.locator("h1").click();
    await page.keyboard.press("Control+z");
    await page.getByRole("link", { name: "Anna, 5 photos" }).waitFor();
  });

  test("are corrected with the keyboard alone", async () => {
    await page.getByRole("link", { name: "Anna, 5 photos" }).click();
    await options().first().focus();
    await page.keyboard.press("x");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("x");
    await page.getByText("2 faces selected").waitFor();
    expect(await options().nth(1).getAttribute("aria-selected")).toBe("true");
    await page.getByRole("button", { name: "Not Anna" }).press("Enter");
    await page.getByText("3 faces in 3 photos").waitFor();
    await page.keyboard.press("Control+z");
    await page.getByText("5 faces in 5 photos").waitFor();
  });

  test("are picked by face, and are gone once faces are erased", async () => {
    await options().first().click();
    await page.getByRole("button", { name: "This is …" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "No name yet" }).click();
    await page.getByText("4 faces in 4 photos").waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("f");
    await page.getByRole("button", { name: "Erase all faces" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Erase all faces" }).click();
    await page.getByRole("heading", { name: "Faces are switched off" }).waitFor();
    expect(troubles).toEqual([]);
  });
});
