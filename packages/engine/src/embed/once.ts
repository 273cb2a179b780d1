/** Something expensive that is made at most once, when it is first asked for. */

export interface Once<T> {
  get(): Promise<T>;
  /** Takes it down if it was made; a failure to make it is not repeated here. */
  end(close: (value: T) => Promise<void>): Promise<void>;
}

/** A failed attempt is forgotten, so the next `get` tries again. */
export function once<T>(make: () => Promise<T>): Once<T> {
  let made: Promise<T> | null = null;
  return {
    get() {
      made ??= make().catch((error) => {
        made = null;
        throw error;
      });
      return made;
    },
    async end(close) {
      const value = await made?.catch(() => null);
      made = null;
      if (value !== null && value !== undefined) await close(value);
    },
  };
}
