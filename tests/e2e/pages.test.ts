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

  const line = (url = new URL(page.url())) => url.searchParams.get("q");

  test("the line is in the address as it was typed, and a chip's minus turns one part round", async () => {
    await page.goto("/");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("red disc + 2*stripes - text");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?*");
    expect(line()).toBe("red disc + 2*stripes - text");
    await page.getByText(/compared in/).waitFor();
    await page.getByRole("button", { name: "Push away red disc" }).click();
    await page.waitForURL((url) => line(url) === "-(red disc) +2*stripes -text");
    await page.getByRole("button", { name: "Remove text" }).click();
    await page.waitForURL((url) => line(url) === "-(red disc) +2*stripes");
    await page.goBack();
    await page.waitForURL((url) => line(url) === "-(red disc) +2*stripes -text");
  });

  test("a condition is completed while one types, and is a chip that can be turned round", async () => {
    await page.goto("/search");
    await page.getByRole("heading", { level: 1 }).waitFor();
    const box = page.getByRole("combobox", { name: "Search photos" });
    await page.keyboard.press("/");
    await page.keyboard.type("stripes -type:dr");
    await page.getByRole("option", { name: /^drawn/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await box.inputValue()).toBe("stripes -type:drawn ");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => line(url) === "stripes -type:drawn");
    await page.getByText(/^32 photos compared in/).waitFor();
    await page.getByRole("button", { name: "Exclude type drawn", pressed: true }).press("Enter");
    await page.waitForURL((url) => line(url) === "stripes type:drawn");
    await page.getByText("No photo matches.").waitFor();
    await page.getByRole("button", { name: "Remove stripes" }).click();
    await page.getByRole("button", { name: "Exclude type drawn" }).press("Enter");
    // Without anything to rank by there is no percentile.
    await page.getByText("32 photos, newest first").waitFor();
    expect(await page.getByRole("slider", { name: "Lowest percentile" }).count()).toBe(0);
  });

  test("a line that cannot be read says why and where, and is not sent", async () => {
    await page.goto("/search");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("stripes colour:red");
    await page.keyboard.press("Enter");
    await page.getByText(/There is no field "colour"/).waitFor();
    await page
      .locator("mark")
      .filter({ hasText: /^colour:red$/ })
      .waitFor();
    expect(line()).toBeNull();
    expect(await page.getByRole("combobox", { name: "Search photos" }).getAttribute("aria-invalid")).toBe(
      "true",
    );
  });

  test("how parts count is set by sliders and stays in the address", async () => {
    await page.goto("/search?q=stripes");
    await page.getByRole("button", { name: "Parts", exact: true }).click();
    await page.getByRole("slider", { name: "Things in it" }).press("Home");
    await page.getByRole("checkbox", { name: /how sure the detector was/ }).check();
    await page.waitForURL("**/search?q=stripes&weigh=object:0&sure=yes");
    await page.reload();
    await page.getByRole("button", { name: "Reset to defaults" }).click();
    await page.waitForURL("**/search?q=stripes");
  });

  test("a part is marked with the keyboard and searched with", async () => {
    await page.goto("/photos?order=path");
    await picturesDrawn(page);
    await grid().getByRole("option").first().click();
    const viewer = page.getByRole("dialog", { name: "Viewer" });
    await viewer.getByText("1 of 32").waitFor();
    const image = new URL(page.url()).searchParams.get("image");
    await page.keyboard.press("d");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => line(url) === `image:${image}@0.27,0.25,0.5,0.52`);
    await grid().getByRole("option").first().waitFor();
    await page.getByRole("img", { name: "Part of a photo" }).waitFor();
  });

  test("a part that was dragged is kept, hidden and shown by its key, and erased", async () => {
    await page.goto("/photos?order=path");
    await picturesDrawn(page);
    await grid().getByRole("option").first().click();
    const viewer = page.getByRole("dialog", { name: "Viewer" });
    await viewer.getByRole("button", { name: "Draw a part (d)" }).click();
    const { x, y, width, height } = (await viewer
      .getByRole("button", { name: /^Part to search with/ })
      .boundingBox())!;
    // From outside the box in the middle to inside it: a new one.
    await page.mouse.move(x - width / 4, y - height / 4);
    await page.mouse.down();
    await page.mouse.move(x + width / 4, y + height / 4, { steps: 4 });
    await page.mouse.up();
    await viewer.getByRole("button", { name: "Keep this part" }).click();
    const outline = viewer.getByRole("button", { name: "drawn part" });
    await outline.waitFor();
    const image = new URL(page.url()).searchParams.get("image")!;
    const [region] = (await served.library.parts.ofImage(image)).filter(({ type }) => type === "drawn");
    expect(region?.box.x).toBeCloseTo(0.125, 2);
    expect(region?.box.width).toBeCloseTo(0.25, 2);
    await page.keyboard.press("Escape");
    await page.keyboard.press("r");
    await outline.waitFor({ state: "detached" });
    await page.keyboard.press("r");
    await outline.click();
    await viewer.getByRole("button", { name: "Erase" }).click();
    await outline.waitFor({ state: "detached" });
    await viewer.getByRole("button", { name: "Undo" }).last().click();
    await outline.click();
    await viewer.getByRole("button", { name: "Erase" }).click();
    await outline.waitFor({ state: "detached" });
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
    await page.getByRole("combobox", { name: "Search photos" }).evaluate((box, data) => {
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
