/** What yauzl 3 has and the published types of version 2 lack. */
import "yauzl";

declare module "yauzl" {
  interface Entry {
    readonly fileNameRaw: Buffer;
  }
  function getFileNameLowLevel(
    generalPurposeBitFlag: number,
    fileName: Buffer,
    extraFields: Entry["extraFields"],
    strictFileNames: boolean,
  ): string;
}
