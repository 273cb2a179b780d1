/** The element that scrolls: the content area of the frame. Grids and scroll memory share it. */
export const scrollerId = "content";

export function scroller(): HTMLElement | null {
  return document.getElementById(scrollerId);
}
