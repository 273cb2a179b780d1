/**
 * Events as a Server-Sent Events response. The id of a message is the event's sequence number,
 * so a browser that reconnects sends it back as Last-Event-ID and misses nothing.
 */
import type { NumberedEvent } from "@imantics/engine";

export interface EventStreamOptions {
  /** Pause between comments that keep the connection alive. */
  readonly heartbeatMs: number;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Called once, however the stream ends; `error` when the events broke off. */
  readonly onEnd: (error: unknown) => void;
}

/** `subscribe` is called at once: an event that happens after this function returned is not missed. */
export function eventStream(
  subscribe: (signal: AbortSignal) => AsyncIterable<NumberedEvent>,
  { heartbeatMs, signal, onEnd }: EventStreamOptions,
): Response {
  const ended = new AbortController();
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const write = (text: string) => writer.write(encoder.encode(text));
  // Rejects when the client goes away.
  writer.closed.catch(() => ended.abort());

  const heartbeat = setInterval(() => {
    // A reader that lags does not need signs of life on top.
    if ((writer.desiredSize ?? 0) > 0) write(": still here\n\n").catch(() => ended.abort());
  }, heartbeatMs);

  const run = async () => {
    // Lets proxies and browsers see the headers before the first event. Not awaited, so that the
    // subscription below begins before this function gives up control.
    write(": connected\n\n").catch(() => ended.abort());
    for await (const event of subscribe(AbortSignal.any([ended.signal, signal]))) {
      await write(`id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  };
  run()
    .then(
      () => undefined,
      (error: unknown) => (ended.signal.aborted ? undefined : error),
    )
    .then((error) => {
      clearInterval(heartbeat);
      ended.abort();
      writer.close().catch(() => undefined);
      onEnd(error);
    });

  return new Response(readable, {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" },
  });
}
