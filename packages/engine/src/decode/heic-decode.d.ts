declare module "heic-decode" {
  /** RGBA of the first top-level image. */
  export default function decode(input: {
    buffer: Uint8Array;
  }): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
}
