/**
 * While files are dragged over the window, on every page: drop to add them to the library, or onto
 * the upper part to search with a picture. Also shows how far the copying is.
 */
import { type DragEvent, useEffect, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { ProgressBar } from "../components/progress-bar.tsx";
import { droppedFiles } from "../imports/dropped-files.ts";
import { importFiles, useImportProgress } from "../imports/import-files.ts";
import { picturesIn } from "../query/query-pictures.ts";
import { useQueryInAddress } from "../query/use-query.ts";
import { count } from "../words/quantities.ts";
import styles from "./drop-overlay.module.css";

export function DropOverlay() {
  const isDragging = useFileDrag();
  const progress = useImportProgress();
  const { askWithPictures } = useQueryInAddress();
  const allowDrop = (event: DragEvent) => event.preventDefault();
  return (
    <>
      {isDragging && (
        <div className={styles.overlay}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a target for dragging; the search box has a button that does the same. */}
          <div
            className={styles.zone}
            data-zone="search"
            onDragOver={allowDrop}
            onDrop={(event) => {
              event.preventDefault();
              const pictures = picturesIn(event.dataTransfer);
              if (pictures.length > 0) void askWithPictures(pictures);
            }}
          >
            <Icon name="search" /> Search with this picture
          </div>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a target for dragging; the home page has a button that does the same. */}
          <div
            className={styles.zone}
            data-zone="add"
            onDragOver={allowDrop}
            onDrop={(event) => {
              event.preventDefault();
              void droppedFiles(event.dataTransfer).then(importFiles);
            }}
          >
            <Icon name="upload" /> Add to the library
            <small>Pictures, folders or zip archives. Nothing leaves this machine.</small>
          </div>
        </div>
      )}
      {progress && (
        <div className={styles.copying} role="status">
          <p>
            Copying {count(progress.done)} of {count(progress.total)}
          </p>
          <ProgressBar label="Copying" fraction={progress.done / progress.total} />
        </div>
      )}
    </>
  );
}

/** Whether files hang over the window. Enter and leave also fire for every child, hence the count. */
function useFileDrag(): boolean {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: globalThis.DragEvent) =>
      event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: globalThis.DragEvent) => {
      if (!carriesFiles(event)) return;
      depth++;
      setDragging(true);
    };
    const leave = (event: globalThis.DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragging(false);
    };
    const end = () => {
      depth = 0;
      setDragging(false);
    };
    // Without this a picture dropped beside a target would replace the page.
    const over = (event: globalThis.DragEvent) => carriesFiles(event) && event.preventDefault();
    const drop = (event: globalThis.DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
      end();
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
    };
  }, []);
  return isDragging;
}
