/**
 * The error function of Gauss, to the last few bits of float64: a power series near 0, a continued
 * fraction beyond (Abramowitz & Stegun 1964, 7.1.6 and 7.1.14). JavaScript has none.
 */
export function errorFunction(x: number): number {
  const size = Math.abs(x);
  if (!(size < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  const scale = Math.exp(-size * size) / Math.sqrt(Math.PI);
  if (size < 2.5) {
    let term = size;
    let total = size;
    for (let n = 1; term > total * 1e-17; n++) {
      term *= (2 * size * size) / (2 * n + 1);
      total += term;
    }
    return Math.sign(x) * 2 * scale * total;
  }
  let fraction = size;
  for (let n = 60; n >= 1; n--) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - scale / fraction);
}
