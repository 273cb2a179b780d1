/** Small numbers for image ids, shared by the indexes of a library, so that masks are arrays. */
import { imageOfRegion } from "../domain/region-id.ts";

export class ImageNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];

  get size(): number {
    return this.#ids.length;
  }

  /** The number of a region's image, given when it is first asked for. */
  ofRegion(regionId: string): number {
    const image = imageOfRegion(regionId);
    const known = this.#numbers.get(image);
    if (known !== undefined) return known;
    this.#numbers.set(image, this.#ids.length);
    return this.#ids.push(image) - 1;
  }

  /** Null for an image without any region here. */
  of(image: string): number | null {
    return this.#numbers.get(image) ?? null;
  }

  id(number: number): string {
    return this.#ids[number]!;
  }

  /** 1 at the numbers of these images. */
  mask(images: Iterable<string>): Uint8Array {
    const mask = new Uint8Array(this.#ids.length);
    for (const image of images) {
      const number = this.#numbers.get(image);
      if (number !== undefined) mask[number] = 1;
    }
    return mask;
  }
}
