/**
 * Pictures from outside that one searches with. The server keeps their bytes and answers an id; the
 * page keeps a small preview for the chip, which is gone after a reload.
 */
import type { QueryPart } from "@imantics/api";
import { client } from "../client.ts";

const previews = new Map<string, string>();

/** Sends the pictures and returns a query part for each. Rejects with `RequestFailed`. */
export async function picturesAsParts(pictures: readonly Blob[]): Promise<QueryPart[]> {
  return Promise.all(
    pictures.map(async (file) => {
      const { picture } = await client.uploadPicture(file);
      if (!previews.has(picture)) previews.set(picture, URL.createObjectURL(file));
      return { kind: "picture", picture, weight: 1 } as const;
    }),
  );
}

/** Address of a preview, or undefined when this page did not send the picture. */
export function previewOf(picture: string): string | undefined {
  return previews.get(picture);
}

/** The pictures among what was pasted or dropped. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}
