/**
 * The search box of every page: one line of the query language, the same that the address holds, with
 * what could be typed next and what cannot be read; or a picture pasted, dropped or chosen.
 */
import type { Completion } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { type ChangeEvent, type ClipboardEvent, type FormEvent, useEffect, useRef, useState } from "react";
import { IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { actionOf, keyMap } from "../keyboard/key-map.ts";
import { libraryQuery } from "../queries.ts";
import { LineTrouble } from "../query/line-trouble.tsx";
import { picturesIn } from "../query/query-pictures.ts";
import { withShortIds, withWholeIds } from "../query/short-ids.ts";
import { readLine, useQueryInAddress } from "../query/use-query.ts";
import { CompletionList, completionId, completionListId } from "./completion-list.tsx";
import styles from "./search-box.module.css";
import { searchBoxId } from "./search-box-focus.ts";
import { useCompletions } from "./use-completions.ts";

/** Somebody who is typing is not told that the line is not finished. */
const pauseMs = 700;
const troubleId = "search-trouble";

export function SearchBox() {
  const { line, ask, askWithPictures } = useQueryInAddress();
  const { data: library } = useQuery(libraryQuery);
  const shown = withShortIds(line);
  const [draft, setDraft] = useState({ text: shown, of: shown });
  const [checked, setChecked] = useState<string | null>(null);
  const [hasFocus, setFocus] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  // When the address changes, the box follows; while one types, it holds what is typed.
  const text = draft.of === shown ? draft.text : shown;
  const takesText = library?.encoder.acceptsText ?? true;

  useEffect(() => {
    const pause = setTimeout(() => setChecked(text), pauseMs);
    return () => clearTimeout(pause);
  }, [text]);
  const whole = withWholeIds(text);
  const read = checked === text && hasFocus ? readLine(whole) : null;
  const error = read && "error" in read ? read.error : null;

  const accept = ({ text: completed, from, to }: Completion) => {
    const field = input.current;
    if (!field) return;
    const isField = completed.endsWith(":");
    // Changed in place, which leaves the cursor behind it.
    field.setRangeText(isField || field.value[to] === " " ? completed : `${completed} `, from, to, "end");
    setDraft({ text: field.value, of: shown });
    if (isField) completions.typed(field.value, field.selectionStart ?? 0);
    else completions.close();
  };
  const completions = useCompletions(accept);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    completions.close();
    setChecked(text);
    if (text.trim() !== "" && "query" in readLine(whole)) ask(whole.trim());
  };
  const onType = ({ target }: ChangeEvent<HTMLInputElement>) => {
    setDraft({ text: target.value, of: shown });
    completions.typed(target.value, target.selectionStart ?? target.value.length);
  };
  const onPaste = (event: ClipboardEvent) => {
    const pictures = picturesIn(event.clipboardData);
    if (pictures.length === 0) return;
    event.preventDefault();
    void askWithPictures(pictures);
  };
  const onChoose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])];
    event.target.value = "";
    if (chosen.length > 0) void askWithPictures(chosen);
  };
  const isListOpen = completions.list.length > 0 && hasFocus;

  return (
    <search className={styles.search}>
      <form className={styles.box} onSubmit={onSubmit} onPaste={onPaste}>
        <Icon name="search" size={18} />
        <input
          ref={input}
          id={searchBoxId}
          type="search"
          role="combobox"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-label="Search photos"
          aria-autocomplete="list"
          aria-expanded={isListOpen}
          aria-controls={completionListId}
          aria-activedescendant={
            isListOpen && completions.active >= 0 ? completionId(completions.active) : undefined
          }
          aria-invalid={error !== null}
          aria-describedby={error ? troubleId : undefined}
          placeholder={
            takesText ? "Search: words, -minus, label:dog, or paste a picture" : "Paste or drop a picture"
          }
          title={takesText ? undefined : "This encoder does not understand words: search with a picture."}
          value={text}
          onChange={onType}
          onFocus={() => setFocus(true)}
          onBlur={() => {
            setFocus(false);
            completions.close();
          }}
          onKeyDown={(event) => {
            if (completions.onKey(event)) event.preventDefault();
            else if (actionOf(keyMap.searchBox, event) === "leave") {
              // The browser would empty the box.
              event.preventDefault();
              event.currentTarget.blur();
            }
          }}
        />
        <kbd className={styles.key}>/</kbd>
        <IconButton
          icon="picture"
          label="Search with a picture"
          className={styles.choose}
          onClick={() => fileInput.current?.click()}
        />
        <input ref={fileInput} type="file" accept="image/*" multiple hidden onChange={onChoose} />
        {isListOpen && <CompletionList {...completions} onAccept={accept} />}
        {error && !isListOpen && (
          <div className={styles.below}>
            <LineTrouble id={troubleId} line={whole} error={error} />
          </div>
        )}
      </form>
    </search>
  );
}
