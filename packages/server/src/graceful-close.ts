/**
 * Closing a server without cutting answers short. Node's own `close` waits for every connection,
 * also for those that browsers open ahead of need and never use; here only answers under way count.
 */
import { once } from "node:events";
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** To be called before the server listens. The returned function waits at most `graceMs`. */
export function gracefulClose(server: Server, graceMs: number): () => Promise<void> {
  /** Answers under way on each open connection. */
  const answering = new Map<Socket, number>();
  let isClosing = false;

  server.on("connection", (socket) => {
    answering.set(socket, 0);
    socket.once("close", () => answering.delete(socket));
  });
  server.on("request", ({ socket }, response) => {
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once("close", () => {
      const rest = (answering.get(socket) ?? 1) - 1;
      if (answering.has(socket)) answering.set(socket, rest);
      if (isClosing && rest === 0) socket.destroySoon();
    });
  });

  return async () => {
    isClosing = true;
    const closed = once(server, "close");
    server.close();
    for (const [socket, count] of answering) if (count === 0) socket.destroy();
    const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(cutOff);
  };
}
