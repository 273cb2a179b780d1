/** Lets any page put the cursor into the search box without knowing where it is. */
const boxId = "search-box";

export { boxId as searchBoxId };

export function focusSearchBox(): void {
  const box = document.getElementById(boxId);
  if (!(box instanceof HTMLInputElement)) return;
  box.focus();
  box.select();
}
