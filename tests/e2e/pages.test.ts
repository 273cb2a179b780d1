/** What a person does on the page, done for real: keys, selection, viewer, search, names, undo, import. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawnPicture } from "../../fixtures/drawn-pictures.ts";
import { chromiumPath, launchChromium, openPage, picturesDrawn } from "./browser.ts";
import { type ServedLibrary, serveLibrary } from "./served-library.ts";

describe.skipIf(!chromiumPath)("the page", () => {
  let served: ServedLibrary;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [served, browser] = await Promise.all([serveLibrary({ picturesPerFamily: 8 }), launchChromium()]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  beforeEach(async () => {
    ({ page } = await openPage(browser, served.address));
    return () => page.context().close();
  });

  const grid = () => page.getByRole("listbox");
  const selected = () => grid().getByRole("option", { selected: true });

  test("photos shows every image, and the keyboard selects a range", async () => {
    await page.goto("/photos");
    await page.getByText("32 photos").waitFor();
    await grid().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("x");
    expect(await selected().count()).toBe(1);
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.getByText("3 selected").waitFor();
    await page.keyboard.press("Shift+ArrowLeft");
    await page.getByText("2 selected").waitFor();
    await page.keyboard.press("Escape");
    expect(await selected().count()).toBe(0);
  });

  test("the viewer opens on Enter, moves on arrows, closes on Esc and gives the focus back", async () => {
    await page.goto("/photos");
    await grid().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const viewer = page.getByRole("dialog", { name: "Viewer" });
    await viewer.getByText("1 of 32").waitFor();
    const first = new URL(page.url()).searchParams.get("image");
    await page.keyboard.press("ArrowRight");
    await viewer.getByText("2 of 32").waitFor();
    expect(new URL(page.url()).searchParams.get("image")).not.toBe(first);
    await page.keyboard.press("i");
    await viewer.getByText("160 × 120").waitFor();
    // A reload shows the same picture with the same panel.
    await page.reload();
    await viewer.getByText("2 of 32").waitFor();
    await viewer.getByText("160 × 120").waitFor();
    await page.keyboard.press("Escape");
    await viewer.waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("image")).toBeNull();
    await page.keyboard.press("Enter");
    await viewer.waitFor();
    await page.keyboard.press("Escape");
    await viewer.waitFor({ state: "detached" });
    expect(await grid().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("Back returns to where one was, and a new page starts at its top", async () => {
    const scrolled = () => page.locator("#content").evaluate((content) => Math.round(content.scrollTop));
    await page.goto("/photos?size=480");
    await picturesDrawn(page);
    await page.locator("#content").evaluate((content) => content.scrollTo(0, 900));
    await page.waitForTimeout(100);
    await page.getByRole("link", { name: "Clusters", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Clusters" }).waitFor();
    expect(await scrolled()).toBe(0);
    await page.goBack();
    await expect.poll(scrolled, { timeout: 5000 }).toBe(900);
    await page.reload();
    await expect.poll(scrolled, { timeout: 5000 }).toBe(900);
  });

  test("the first page needs less than 250 kB of script, compressed", async () => {
    const sizes: Promise<number>[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith(".js")) sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto("/");
    await page.getByRole("heading", { name: "Clusters" }).waitFor();
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThan(0);
    expect(total).toBeLessThan(250_000);
  });

  test("words become parts in the address, and a chip's minus turns one round", async () => {
    await page.goto("/");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("red disc + 2*stripes - text");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?*");
    expect(new URL(page.url()).searchParams.getAll("q")).toEqual(["red disc", "2*stripes", "-text"]);
    await page.getByText(/compared in/).waitFor();
    await page.getByRole("button", { name: "Push away red disc" }).click();
    await page.waitForURL((url) => url.searchParams.getAll("q")[0] === "-red disc");
    await page.getByRole("button", { name: "Remove text" }).click();
    await page.waitForURL((url) => url.searchParams.getAll("q").length === 2);
    await page.goBack();
    await page.waitForURL((url) => url.searchParams.getAll("q").length === 3);
  });

  test("similar to a photo finds its own kind first", async () => {
    await page.goto("/photos?order=path");
    await picturesDrawn(page);
    await grid().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("s");
    await page.waitForURL("**/search?q=image:*");
    await grid().getByRole("option").first().waitFor();
    const asked = new URL(page.url()).searchParams.get("q")?.slice("image:".length) ?? "";
    const { hits } = await served.library.search({
      parts: [{ kind: "image", id: asked, weight: 1 }],
      limit: 1,
    });
    await grid().getByRole("option").first().click();
    await page.waitForURL((url) => url.searchParams.get("image") === hits[0]?.image.id);
  });

  test("a pasted picture is searched with", async () => {
    await page.goto("/search");
    const bytes = [...drawnPicture("disc", 99)];
    await page.getByRole("searchbox").evaluate((box, data) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(data)], "pasted.png", { type: "image/png" }));
      box.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }),
      );
    }, bytes);
    await page.waitForURL("**/search?q=picture:*");
    await grid().getByRole("option").first().waitFor();
    expect(await page.getByRole("img", { name: "Your own" }).count()).toBe(1);
  });

  test("a cluster is renamed in place, Ctrl+Z takes it back, Ctrl+Shift+Z does it again", async () => {
    const [clustering] = await served.library.clusterings.list();
    const { clusters } = await served.library.clusterings.get(clustering!.id);
    await page.goto(`/clusters/${clustering!.id}/${clusters[0]!.id}`);
    await page.getByRole("button", { name: "Rename" }).click();
    await page.keyboard.type("My own name");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "My own name" }).waitFor();
    await page.goto("/clusters");
    await page.getByRole("link", { name: /^My own name/ }).waitFor();
    await page.keyboard.press("Control+z");
    await page.getByRole("link", { name: /^My own name/ }).waitFor({ state: "detached" });
    await page.getByText("Undone: rename cluster").waitFor();
    await page.keyboard.press("Control+Shift+z");
    await page.getByRole("link", { name: /^My own name/ }).waitFor();
    await page.getByText("Done again: rename cluster").waitFor();
    await page.getByLabel("Sort clusters").selectOption("unnamed");
    await page.waitForURL("**/clusters?sort=unnamed");
    const tiles = page.getByRole("region", { name: /^Clusters of/ }).getByRole("link");
    const labels = await tiles.evaluateAll((links) => links.map((link) => link.getAttribute("aria-label")));
    expect(labels.filter((label) => !label?.startsWith("Left out")).at(-1)).toMatch(/^My own name/);
  });

  test("the form of a new clustering comes from the methods, and the job shows up", async () => {
    await page.goto("/clusters");
    await page.getByRole("button", { name: "New clustering" }).click();
    const form = page.getByRole("dialog", { name: "New clustering" });
    for (const method of served.library.clusterings.methods()) {
      await form.getByLabel("Method").selectOption(method.id);
      for (const option of method.options) await form.getByText(option.meaning).first().waitFor();
    }
    await form.getByLabel("Method").selectOption("kmeans");
    await form.getByRole("button", { name: "Start" }).click();
    await page.goto("/jobs");
    await page.getByText("Cluster photos: kmeans").first().waitFor();
    await page.goto("/clusters");
    const cards = page.getByRole("listitem").filter({ hasText: /clusters?, 32 photos/ });
    await expect.poll(() => cards.count(), { timeout: 30_000 }).toBe(2);
  });

  test("a file that cannot be read is listed with its reason and can be tried again", async () => {
    await page.goto("/");
    await page.getByRole("link", { name: "1 file could not be read" }).click();
    const row = page.getByRole("row", { name: /broken\.jpg/ });
    await row.getByText("not-an-image").waitFor();
    writeFileSync(join(served.photos, "broken.jpg"), readFileSync(join(served.photos, "disc/0.png")));
    await row.getByRole("button", { name: "Retry broken.jpg" }).click();
    await row.waitFor({ state: "detached" });
  });

  test("a dropped picture is copied into the library and appears", async () => {
    await page.goto("/photos");
    await page.getByText("32 photos").waitFor();
    const bytes = [...drawnPicture("gradient", 77)];
    const transfer = await page.evaluateHandle((data) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([Uint8Array.from(data)], "dropped.png", { type: "image/png" }));
      return dropped;
    }, bytes);
    await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
    await page.dispatchEvent("[data-zone=add]", "drop", { dataTransfer: transfer });
    await page.getByText("33 photos").waitFor({ timeout: 60_000 });
  });

  test("? lists the keys and g goes to pages", async () => {
    await page.goto("/");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await page.waitForURL("**/clusters");
    await page.keyboard.press("g");
    await page.keyboard.press("j");
    await page.waitForURL("**/jobs");
  });
});

describe.skipIf(!chromiumPath)("the page of an empty library", () => {
  let served: ServedLibrary;
  let browser: Browser;

  beforeAll(async () => {
    [served, browser] = await Promise.all([serveLibrary({ picturesPerFamily: 0 }), launchChromium()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test("says what to do and that nothing leaves the machine", async () => {
    const { page, troubles } = await openPage(browser, served.address);
    await page.goto("/");
    await page.getByText("Drop photos, folders or a zip archive here").waitFor();
    await page.getByText(/Nothing leaves this machine/).waitFor();
    await page.getByLabel("or type a folder").fill("/no/such/folder");
    await page.getByRole("button", { name: "Index" }).click();
    await page.getByText(/\/no\/such\/folder.*does not exist/).waitFor();
    await page.goto("/photos");
    await page.getByText("No photos yet").waitFor();
    await page.goto("/clusters");
    await page.getByText("There are no photos to cluster yet").waitFor();
    // The refused folder is an answer of the server, which the browser reports as a failed request.
    expect(troubles.filter((trouble) => !trouble.includes("404"))).toEqual([]);
  });
});

describe.skipIf(!chromiumPath)("the page of a server that other machines can reach", () => {
  let served: ServedLibrary;
  let browser: Browser;

  beforeAll(async () => {
    [served, browser] = await Promise.all([
      serveLibrary({ picturesPerFamily: 1, host: "0.0.0.0" }),
      launchChromium(),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test("asks for a key, refuses a wrong one, and shows pictures with the right one", async () => {
    const { page } = await openPage(browser, served.address);
    await page.goto("/photos");
    await page.getByLabel("API key").fill("not a key");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").filter({ hasText: "unknown" }).waitFor();
    await page.getByLabel("API key").fill(served.key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("4 photos").waitFor();
    await picturesDrawn(page);
    expect(await page.getByRole("listbox").getByRole("option").count()).toBe(4);
  });
});
