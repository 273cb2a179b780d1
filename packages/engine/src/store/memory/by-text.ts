/** Order of text by its UTF-8 bytes, as databases have it. JavaScript's own puts an emoji before "ﬁ". */
export function byText<Item>(textOf: (item: Item) => string, direction: 1 | -1 = 1) {
  return (a: Item, b: Item): number =>
    direction * Buffer.compare(Buffer.from(textOf(a)), Buffer.from(textOf(b)));
}
