/** Keys of the HTTP interface, by their digests. */
import type { ApiKeyRecord } from "../../domain/api-key.ts";

export interface KeyPort {
  add(key: ApiKeyRecord): Promise<void>;
  /** Oldest first. */
  list(): Promise<readonly ApiKeyRecord[]>;
  /** An unknown id is ignored. */
  remove(id: string): Promise<void>;
}
