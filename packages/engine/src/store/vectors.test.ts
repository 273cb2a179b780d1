import { openLanceVectors } from "./lance/index.ts";
import { memoryVectors } from "./memory/vectors.ts";
import { scratchFolders } from "./scratch-folder.contract.ts";
import { vectorsContract } from "./vectors.contract.ts";

const folder = scratchFolders();
vectorsContract("memory", async () => memoryVectors());
vectorsContract("Lance", () => openLanceVectors(folder()));
