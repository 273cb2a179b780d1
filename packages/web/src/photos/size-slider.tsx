/** How high the rows are: a slider whose value is in the address and remembered for the next visit. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { rowHeights } from "../view-in-address.ts";
import styles from "./size-slider.module.css";

const storageKey = "imantics.row-height";

export function useRowHeight(): number {
  const { size } = useSearch({ strict: false });
  return size ?? rememberedHeight();
}

export function SizeSlider() {
  const height = useRowHeight();
  const navigate = useNavigate();
  const change = (size: number) => {
    localStorage.setItem(storageKey, String(size));
    void navigate({ to: ".", search: (search) => ({ ...search, size }), replace: true });
  };
  return (
    <input
      type="range"
      className={styles.slider}
      aria-label="Size of the photos"
      title="Size of the photos"
      min={rowHeights.least}
      max={rowHeights.most}
      step={20}
      value={height}
      onChange={(event) => change(event.target.valueAsNumber)}
    />
  );
}

function rememberedHeight(): number {
  const height = Number(localStorage.getItem(storageKey));
  return height >= rowHeights.least && height <= rowHeights.most ? height : rowHeights.usual;
}
