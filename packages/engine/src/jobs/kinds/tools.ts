/** What a kind of job may use of the engine. */
import type { Settings } from "../../config.ts";
import type { ActiveEncoder } from "../../embed/active-encoder.ts";
import type { ModelSettings } from "../../models/settings.ts";
import type { VectorIndexes } from "../../search/vector-indexes.ts";
import type { Store } from "../../store/open-store.ts";

export interface JobTools {
  readonly store: Store;
  readonly encoder: ActiveEncoder;
  readonly indexes: VectorIndexes;
  readonly settings: Settings;
  readonly models: ModelSettings;
}
