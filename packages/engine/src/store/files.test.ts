import { diskFiles } from "./disk-files.ts";
import { filesContract } from "./files.contract.ts";
import { memoryFiles } from "./memory/files.ts";
import { scratchFolders } from "./scratch-folder.contract.ts";

const folder = scratchFolders();
filesContract("memory", async () => memoryFiles());
filesContract("disk", async () => diskFiles(folder()));
