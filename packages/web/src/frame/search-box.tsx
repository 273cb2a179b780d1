/**
 * The search box of every page: words (with minus, plus and weights), a picture pasted, dropped or
 * chosen. It shows the words of the query in the address; pictures are chips on the search page.
 */
import { useQuery } from "@tanstack/react-query";
import { type ChangeEvent, type ClipboardEvent, type FormEvent, useRef, useState } from "react";
import { IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { libraryQuery } from "../queries.ts";
import { picturesIn } from "../query/query-pictures.ts";
import { formatWords, withWords } from "../query/query-text.ts";
import { useQueryInAddress } from "../query/use-query.ts";
import styles from "./search-box.module.css";
import { searchBoxId } from "./search-box-focus.ts";

export function SearchBox() {
  const { parts, ask, askWithPictures } = useQueryInAddress();
  const { data: library } = useQuery(libraryQuery);
  const words = formatWords(parts);
  const [draft, setDraft] = useState({ text: words, of: words });
  const fileInput = useRef<HTMLInputElement>(null);
  // When the address changes, the box follows; while one types, it holds what is typed.
  const text = draft.of === words ? draft.text : words;
  const takesText = library?.encoder.acceptsText ?? true;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const next = withWords(parts, text);
    if (next.length > 0) ask(next);
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

  return (
    <search className={styles.search}>
      <form className={styles.box} onSubmit={onSubmit} onPaste={onPaste}>
        <Icon name="search" size={18} />
        <input
          id={searchBoxId}
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          aria-label="Search photos"
          placeholder={takesText ? "Search: words, -minus, or paste a picture" : "Paste or drop a picture"}
          title={takesText ? undefined : "This encoder takes no words: search with a picture."}
          value={text}
          onChange={(event) => setDraft({ text: event.target.value, of: words })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
        <kbd className={styles.key}>/</kbd>
        <IconButton
          icon="picture"
          label="Search with a picture"
          className={styles.choose}
          onClick={() => fileInput.current?.click()}
        />
        <input ref={fileInput} type="file" accept="image/*" multiple hidden onChange={onChoose} />
      </form>
    </search>
  );
}
