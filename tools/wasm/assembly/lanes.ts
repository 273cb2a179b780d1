/**
 * The SIMD twin of `compute/lanes.ts`, whose functions say what each of these computes. Offsets are byte
 * addresses here. What `plainLanes` does in double precision and rounds once is rounded at every step.
 */
export { join, part } from "./lanes-pairs";
export { lastRadix4, radix2, radix3, radix4 } from "./lanes-stages";
export { addTurned, copyParts, turn, weighConjugate, weightedPower } from "./lanes-strips";
