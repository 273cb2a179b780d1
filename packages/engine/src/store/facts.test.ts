import { join } from "node:path";
import { memoryFacts } from "./memory/index.ts";
import { factsContract } from "./ports/facts.contract.ts";
import { scratchFolders } from "./scratch-folder.contract.ts";
import { openSqliteFacts } from "./sqlite/index.ts";

const folder = scratchFolders();
factsContract("memory", async () => memoryFacts());
factsContract("SQLite", () => openSqliteFacts(join(folder(), "facts.sqlite")));
