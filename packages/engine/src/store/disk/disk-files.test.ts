import { memoryFiles } from "../memory/files.ts";
import { filesContract } from "../ports/files.contract.ts";
import { scratchFolders } from "../scratch-folder.contract.ts";
import { diskFiles } from "./disk-files.ts";

const folder = scratchFolders();
filesContract("memory", async () => memoryFiles());
filesContract("disk", async () => diskFiles(folder()));
