import { join } from "node:path";
import { factsContract } from "./facts.contract.ts";
import { memoryFacts } from "./memory/facts.ts";
import { scratchFolders } from "./scratch-folder.contract.ts";
import { openSqliteFacts } from "./sqlite/index.ts";

const folder = scratchFolders();
factsContract("memory", async () => memoryFacts());
factsContract("SQLite", () => openSqliteFacts(join(folder(), "facts.sqlite")));
