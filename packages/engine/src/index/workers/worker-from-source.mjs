/**
 * Entry of a worker thread in development and tests, where the engine runs from TypeScript: a thread
 * does not inherit the loader of its parent.
 */
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
