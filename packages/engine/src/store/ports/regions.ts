/** Facts about regions: what detectors found, what people drew, what is written there, who has looked where. */
import type { Inspection, PartCount, RegionRecord } from "../../domain/region.ts";

export interface RegionPort {
  /** In the order of `ids`; unknown ids are left out. */
  many(ids: readonly string[]): Promise<readonly RegionRecord[]>;
  /** All regions of these images, in order of id. */
  ofImages(images: readonly string[]): Promise<readonly RegionRecord[]>;
  /** Ids of everything a detector found. */
  ofDetector(detector: string): Promise<readonly string[]>;
  /** Pages through all region ids in order of id, for the doctor. */
  ids(): AsyncIterable<string>;
  /** By type and label, most regions first. */
  counts(): Promise<readonly PartCount[]>;
  /** Regions with `text` in what is written there, whatever the case, accents and spaces; in order of id. */
  withText(text: string): Promise<readonly RegionRecord[]>;
  /** Drawn by a person; a region that is already there is left as it is. */
  add(region: RegionRecord): Promise<void>;
  /** With everything that speaks of them. Unknown ids are ignored. */
  remove(ids: readonly string[]): Promise<void>;
  /** Which version of a detector last looked at each image. */
  inspections(detector: string): Promise<ReadonlyMap<string, string>>;
  /**
   * What `detector` found now takes the place of what it found before on the same images; a region with
   * the same id stays, with its new values. Answers the ids of the regions that are gone.
   * @throws ImanticsError `internal:broken-reference` for an unknown image.
   */
  recordInspections(
    detector: string,
    version: string,
    inspections: readonly Inspection[],
  ): Promise<readonly string[]>;
  /** These images (none given: all) look as if `detector` had never seen them; its regions stay till it has. */
  forgetInspections(detector: string, images?: readonly string[]): Promise<void>;
  /**
   * Everything that a detector found, into the trash or out of it. What is in the trash is in no other list,
   * and the detector looks as if it had seen nothing; what it has looked at again since is no longer there.
   */
  setRemovedOf(detector: string, isRemoved: boolean): Promise<void>;
  /** Ids of what is in the trash, in order. */
  removedOf(detector: string): Promise<readonly string[]>;
  /** Throws out what is in the trash, of every detector, for good; answers the ids, in order. */
  emptyTrash(): Promise<readonly string[]>;
}
