/** What can look for parts, as a list shows it. */
import type { RegionType } from "./region.ts";

export interface DetectorSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly finds: RegionType;
  readonly isOn: boolean;
  /** Images it has looked at. */
  readonly seen: number;
}
