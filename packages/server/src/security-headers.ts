/** Headers that tell a browser to trust only what this server itself delivers. */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      // Number crunching in the page's workers is WebAssembly; `eval` of scripts stays forbidden.
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      // The component library of the page sets style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", "blob:", "data:"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    // No other site may show a picture of the library, not even in an <img>.
    crossOriginResourcePolicy: "same-origin",
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    // Plain HTTP on one's own network; whoever adds TLS in front also adds this header.
    strictTransportSecurity: false,
  });
}

/** Facts change at any moment, so an answer of the API is kept by nobody unless its route says otherwise. */
export function noStoreByDefault(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
  };
}

/**
 * For files that strangers may have made: whatever one turns out to be, nothing inside it runs.
 * Goes outside of `securityHeaders`, whose policy it replaces.
 */
export function sandboxed(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    c.header("Content-Security-Policy", "default-src 'none'; sandbox");
  };
}
