/** One after the other, in the order in which they came: what a database with one writer does. */

export type Turn = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function takeTurns(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const own = last.then(work);
    last = own.catch(() => undefined);
    return own;
  };
}

/** The same port, every call of which waits for its turn; ids that are paged through do not. */
export function inTurn<Port extends object>(port: Port, turn: Turn): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function" || name === "ids") return method;
      return (...given: unknown[]) => turn(() => Reflect.apply(method, target, given));
    },
  });
}
