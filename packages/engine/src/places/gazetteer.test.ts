import { describe, expect, test } from "vitest";
import { isCalled, openGazetteer } from "./gazetteer.ts";

describe("names of places", async () => {
  const gazetteer = await openGazetteer();

  test.each([
    ["the middle of a city", 48.137, 11.575, "Munich", "Germany"],
    ["a suburb of the other hemisphere", -33.89, 151.27, "Bondi", "Australia"],
    ["either side of the date line", -16.8, -179.99, null, "Fiji"],
    ["far north, where a degree of longitude is short", 69.65, 18.96, "Tromsø", "Norway"],
  ])("%s", (_, latitude, longitude, city, country) => {
    const place = gazetteer.placeOf(latitude, longitude);
    expect(place?.country).toBe(country);
    if (city !== null) expect(place?.city).toContain(city);
  });

  test("the middle of the ocean is nowhere", () => {
    expect(gazetteer.placeOf(0, -30)).toBeNull();
  });

  test("a place goes by its city, region and country, without case or accents", () => {
    const place = { city: "São Paulo", region: "São Paulo", country: "Brazil" };
    expect(["sao paulo", "BRAZIL"].map((name) => isCalled(place, name))).toEqual([true, true]);
    expect(isCalled(place, "Rio")).toBe(false);
    expect(isCalled({ ...place, region: null }, "")).toBe(false);
  });
});
