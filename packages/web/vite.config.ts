/**
 * How the page is built. Everything is served by our own server under a strict
 * content-security-policy, so nothing is inlined as a script and nothing comes from outside.
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Browsers that know `light-dark()`, `oklch()` and `dialog`: the style sheets use them unlowered. */
const browsers = ["chrome123", "edge123", "firefox128", "safari17.5"];

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  build: {
    target: browsers,
    cssTarget: browsers,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": "http://127.0.0.1:4400" } },
});
