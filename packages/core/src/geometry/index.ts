/** Boxes in pictures. */
export { intersectionOverUnion, sharedArea, type UprightBox } from "./boxes.ts";
