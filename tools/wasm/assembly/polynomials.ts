/**
 * Polynomials for powers: their coefficients, constant first, through the function at the five Chebyshev
 * nodes of its range. Float64, rounded where they are used; `tests/wasm-kernels.test.ts` checks them.
 */

/** log2(1 + x) / x from √½ - 1 to √2 - 1. */
export const LOGARITHM_0 = 1.442640464283215;
export const LOGARITHM_1 = -0.7206292158599172;
export const LOGARITHM_2 = 0.485737842442635;
export const LOGARITHM_3 = -0.3896752237917614;
export const LOGARITHM_4 = 0.25028784696091044;

/** 2^x from -½ to ½. */
export const EXPONENTIAL_0 = 1.0;
export const EXPONENTIAL_1 = 0.6931210452034271;
export const EXPONENTIAL_2 = 0.24022349038020305;
export const EXPONENTIAL_3 = 0.0559219758422566;
export const EXPONENTIAL_4 = 0.009666368515387843;
