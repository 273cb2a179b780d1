/** What the map over the picture means, and how it is shown. */
import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { IconButton } from "../../components/button.tsx";
import fields from "../../components/field.module.css";
import { actionOf, keyMap } from "../../keyboard/key-map.ts";
import { heatColour } from "./heat-colours.ts";
import type { Why } from "./use-why.ts";
import styles from "./why.module.css";

export function WhyBar({ why }: { readonly why: Why }) {
  return why.isShown ? <Bar why={why} /> : null;
}

function Bar({ why }: { readonly why: Why }) {
  const { line, explanation, error, opacity, setOpacity, head, setHead } = why;
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const dialog = bar.current?.closest("dialog");
    // The keys of the viewer work only while the focus is inside.
    return () => dialog?.focus();
  }, []);
  return (
    <section ref={bar} className={styles.bar} aria-label="Why">
      <header>
        <p>{line === "" ? "Where the encoder looks" : `Why “${line}”`}</p>
        <IconButton icon="close" label="Hide the map (w)" onClick={why.leave} />
      </header>
      {error ? (
        <p className={styles.trouble}>{error.message}</p>
      ) : !explanation ? (
        <p role="status">Looking at the photo piece by piece …</p>
      ) : (
        <>
          <Legend isQuery={line !== ""} />
          <label>
            <span>Strength</span>
            <input
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={opacity}
              aria-valuetext={`${Math.round(100 * opacity)} %`}
              onKeyDown={keepKeys}
              onChange={({ target }) => setOpacity(target.valueAsNumber)}
            />
          </label>
          {explanation.heads.length > 0 && (
            <label>
              <span>Head</span>
              <select
                className={fields.inline}
                value={head ?? "all"}
                onKeyDown={keepKeys}
                onChange={({ target }) => setHead(target.value === "all" ? null : Number(target.value))}
              >
                <option value="all">all together</option>
                {explanation.heads.map((_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a head has no name but its number.
                  <option key={at} value={at}>
                    {at + 1}
                  </option>
                ))}
              </select>
            </label>
          )}
        </>
      )}
    </section>
  );
}

/** Arrows move the slider, not to the next picture. */
function keepKeys(event: KeyboardEvent): void {
  if (actionOf(keyMap.viewer, event) !== "why") event.stopPropagation();
}

function Legend({ isQuery }: { readonly isQuery: boolean }) {
  const values = isQuery ? [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1] : [0, 0.25, 0.5, 0.75, 1];
  const colours = values.map((value) => {
    const [red, green, blue, opacity] = heatColour(value);
    return `rgb(${red} ${green} ${blue} / ${opacity / 255})`;
  });
  return (
    <p className={styles.legend}>
      <span>{isQuery ? "speaks against" : "little"}</span>
      <i style={{ background: `linear-gradient(to right, ${colours.join(", ")}), #000` }} />
      <span>{isQuery ? "speaks for" : "much"}</span>
    </p>
  );
}
