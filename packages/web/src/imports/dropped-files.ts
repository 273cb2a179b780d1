/** The files in what was dropped, folders opened. What can be no picture is left out and counted. */

const importable = /\.(jpe?g|jpe|jfif|png|webp|avif|tiff?|gif|hei[cf]|bmp|zip)$/i;

export interface DroppedFiles {
  readonly files: readonly File[];
  readonly leftOut: number;
}

/** Must be called inside the drop event: the browser forgets the entries afterwards. */
export async function droppedFiles(data: DataTransfer): Promise<DroppedFiles> {
  // Only folders need an entry; a file that never lay in a folder has none.
  const dropped = [...data.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const all = await Promise.all(
    dropped.map((one) =>
      one === null || one instanceof File ? [one].filter((file) => file !== null) : filesOf(one),
    ),
  );
  return importableOf(all.flat());
}

export function importableOf(all: readonly File[]): DroppedFiles {
  const files = all.filter((file) => importable.test(file.name) && !file.name.startsWith("."));
  return { files, leftOut: all.length - files.length };
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  if (!isFolder(entry)) return [];
  const found: File[] = [];
  for (const child of await entriesOf(entry)) found.push(...(await filesOf(child)));
  return found;
}

/** A reader gives at most a hundred entries at a time, and none when it is through. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
