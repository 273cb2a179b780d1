/** What stays while pages change: rail, top bar, content, selection bar, messages. */
import { Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { useLiveEvents } from "../live/live-events.ts";
import { DropOverlay } from "./drop-overlay.tsx";
import styles from "./frame.module.css";
import { Help } from "./help.tsx";
import { Rail } from "./rail.tsx";
import { scrollerId } from "./scroller.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { SignIn } from "./sign-in.tsx";
import { Toasts } from "./toasts.tsx";
import { TopBar } from "./top-bar.tsx";
import { useGlobalKeys } from "./use-global-keys.ts";
import { useScrollMemory } from "./use-scroll-memory.ts";

export function Frame() {
  const [isHelpOpen, setHelpOpen] = useState(false);
  useLiveEvents();
  useScrollMemory();
  useGlobalKeys(() => setHelpOpen(true));
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <Rail />
      <TopBar onHelp={() => setHelpOpen(true)} />
      <main id={scrollerId} className={styles.content} tabIndex={-1}>
        <Outlet />
      </main>
      <SelectionBar />
      <Toasts />
      <DropOverlay />
      <SignIn />
      {isHelpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </div>
  );
}
