/** What a server needs to know besides the library: where files lie, who may come in, how much is too much. */

/**
 * Who is trusted. `loopback`: whoever reaches the socket is on this machine, so no key is asked,
 * but requests that a foreign web page started are refused. `keys`: every request needs an API key.
 */
export type Access = "loopback" | "keys";

export interface Limits {
  /** Largest JSON body. */
  readonly maxJsonBytes: number;
  /** Largest picture to search with. */
  readonly maxPictureBytes: number;
  /** Largest file to import; archives of a whole camera roll must fit. */
  readonly maxImportBytes: number;
  /** Query pictures kept at once, and their bytes together; the least recently used go first. */
  readonly maxPictures: number;
  readonly maxPicturesBytes: number;
  /** Requests a client may make at once, and how fast that allowance grows back. */
  readonly burst: number;
  readonly requestsPerSecond: number;
  /** Event streams open at once, over all clients. */
  readonly maxEventStreams: number;
  /** Longest time to answer, except for uploads and event streams. */
  readonly timeoutMs: number;
  /** Pause between comments that keep an idle event stream alive through proxies. */
  readonly heartbeatMs: number;
}

const MEBIBYTE = 2 ** 20;

/** A fast scroll over a grid asks for hundreds of thumbnails a second, hence the large burst. */
export const defaultLimits = {
  loopback: limits({ burst: 20_000, requestsPerSecond: 2000 }),
  keys: limits({ burst: 2000, requestsPerSecond: 200 }),
} satisfies Record<Access, Limits>;

export interface AppSettings {
  readonly access: Access;
  /** Built web page; null serves the API alone. */
  readonly webFolder: string | null;
  /** Uploads come to rest here and are indexed from here; made when missing. */
  readonly importsFolder: string;
  /** Query pictures wait here; made when missing. */
  readonly temporaryFolder: string;
  readonly limits: Limits;
  /** Fires when the server goes down: event streams end. */
  readonly signal?: AbortSignal;
  /** Told about errors that are bugs of ours; the client only learns that one happened. */
  readonly onInternalError?: (error: unknown) => void;
}

function limits(rate: Pick<Limits, "burst" | "requestsPerSecond">): Limits {
  return {
    maxJsonBytes: MEBIBYTE,
    maxPictureBytes: 64 * MEBIBYTE,
    maxImportBytes: 16 * 1024 * MEBIBYTE,
    maxPictures: 64,
    maxPicturesBytes: 512 * MEBIBYTE,
    maxEventStreams: 100,
    timeoutMs: 120_000,
    heartbeatMs: 15_000,
    ...rate,
  };
}
