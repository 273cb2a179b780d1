/**
 * A turn of the event loop, so that others get their part of the thread: without one nobody could abort.
 *
 * By a message to oneself, because timers wait: a millisecond in Node, four in browsers. A port that
 * nobody listens to does not keep a process alive. Takes about a third of a millisecond.
 */
export function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resume) => {
    turns ??= new MessageChannel();
    turns.port1.addEventListener("message", () => resume(), { once: true });
    turns.port1.start();
    turns.port2.postMessage(undefined);
  });
}

/** One for all, made when it is first needed: a channel for each turn would cost more than the turn. */
let turns: MessageChannel | undefined;
