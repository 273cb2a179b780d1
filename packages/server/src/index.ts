/** HTTP over the engine. */
export { createApp } from "./app.ts";
export { type RunningServer, type ServeOptions, serve } from "./serve.ts";
export { type Access, type AppSettings, defaultLimits, type Limits } from "./settings.ts";
