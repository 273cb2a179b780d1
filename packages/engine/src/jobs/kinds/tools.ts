/** What a kind of job may use of the engine. */
import type { Settings } from "../../config.ts";
import type { ActiveEncoder } from "../../embed/active-encoder.ts";
import type { ModelSettings } from "../../models/settings.ts";
import type { Searcher } from "../../search/searcher.ts";
import type { Store } from "../../store/open-store.ts";

export interface JobTools {
  readonly store: Store;
  readonly encoder: ActiveEncoder;
  readonly searcher: Searcher;
  readonly settings: Settings;
  readonly models: ModelSettings;
}
