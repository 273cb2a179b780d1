/** What can be done with the part that is chosen or being drawn; at the foot of the stage. */
import type { Region } from "@imantics/api";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Button, IconButton } from "../../components/button.tsx";
import { regionWords } from "../../regions/region-words.ts";
import { copyText } from "./copy-text.ts";
import styles from "./parts.module.css";
import { sureWords } from "./region-layer.tsx";
import type { PartsOfPicture } from "./use-parts.ts";

interface PartBarProps {
  readonly parts: PartsOfPicture;
  readonly onSearch: (part: string) => void;
}

export function PartBar({ parts, onSearch }: PartBarProps) {
  const { chosen, draft, asQuery, leave } = parts;
  if (asQuery === null) return null;
  const search = (
    <Button kind="primary" icon="search" onClick={() => onSearch(asQuery)}>
      Search with this part
    </Button>
  );
  if (draft) {
    return (
      <Bar label="Draw a part">
        <p>
          Drag a box. <span className={styles.keys}>Arrow keys move it, Shift + arrows resize it.</span>
        </p>
        {search}
        {parts.canChange && <Button onClick={() => void parts.keep()}>Keep this part</Button>}
        <Button kind="quiet" onClick={leave}>
          Cancel
        </Button>
      </Bar>
    );
  }
  return chosen ? (
    <Bar key={chosen.id} label="Part of the picture" takesFocus>
      <PartSays region={chosen} />
      {search}
      {chosen.text && (
        <Button icon="copy" onClick={() => void copyText(chosen.text ?? "")}>
          Copy text
        </Button>
      )}
      {chosen.type === "drawn" && parts.canChange && (
        <Button kind="danger" icon="trash" onClick={() => void parts.erase(chosen.id)}>
          Erase
        </Button>
      )}
      <IconButton icon="close" label="Deselect this part (Esc)" onClick={leave} />
    </Bar>
  ) : null;
}

function PartSays({ region }: { readonly region: Region }) {
  return (
    <p>
      <strong>{regionWords(region)}</strong>
      {sureWords(region.confidence)}
    </p>
  );
}

interface BarProps {
  readonly label: string;
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}

function Bar({ label, takesFocus = false, children }: BarProps) {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) bar.current?.querySelector("button")?.focus();
  }, [takesFocus]);
  return (
    <section ref={bar} className={styles.bar} aria-label={label}>
      {children}
    </section>
  );
}
