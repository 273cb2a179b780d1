/**
 * Names for clusters from a vocabulary, by contrast: a word must fit this cluster's pictures and
 * must not fit the others as well.
 *
 *   score(cluster, word) = fit(cluster, word) − mean fit of the word over all clusters
 *
 * where fit is the cosine between the cluster's mean and the word, both centred on their own kind's
 * mean (which removes the gap between pictures and words). Every cluster gets another name: pairs
 * are taken from the best score down. After the contrastive naming of Lange et al. and "What's in a
 * name?" (2304.02364); greedy in place of their assignment, which differs only among near-ties.
 */
import { type Matrix, matrix, normaliseRows, row } from "@imantics/core";

export interface ClusterName {
  readonly name: string;
  /** The next best words, best first. */
  readonly alternatives: readonly string[];
}

export interface NamingWords {
  readonly words: readonly string[];
  /** One unit row a word, in the clusters' space. */
  readonly vectors: Matrix;
  /** The first so many words get a small advantage. */
  readonly everydayCount: number;
}

/** How much better, in standardised fit, a rare word must be than an everyday one. */
const everydayAdvantage = 0.9;
const candidatesPerCluster = 40;
const alternativeCount = 5;

/**
 * One name a row of `means` (cluster means, need not be unit length), unique. Falls back to
 * "Group n" for a cluster whose candidates all went to others.
 * O(clusters × words × columns).
 */
export function nameClusters(means: Matrix, { words, vectors, everydayCount }: NamingWords): ClusterName[] {
  const clusters = normaliseRows(centred(means));
  const labels = normaliseRows(centred(vectors));
  const fits = matrix(clusters.rows, labels.rows);
  for (let c = 0; c < clusters.rows; c++) {
    const mean = row(clusters, c);
    const out = row(fits, c);
    for (let w = 0; w < labels.rows; w++) {
      const word = row(labels, w);
      let sum = 0;
      for (let j = 0; j < mean.length; j++) sum += mean[j]! * word[j]!;
      out[w] = sum;
    }
  }
  contrast(fits, everydayCount);
  return assign(fits, words);
}

function centred(vectors: Matrix): Matrix {
  const mean = new Float64Array(vectors.columns);
  for (let i = 0; i < vectors.rows; i++) {
    const values = row(vectors, i);
    for (let j = 0; j < values.length; j++) mean[j]! += values[j]! / vectors.rows;
  }
  const result = matrix(vectors.rows, vectors.columns, vectors.data.slice());
  // A single cluster has nothing to be centred on: its mean would vanish.
  if (vectors.rows < 2) return result;
  for (let i = 0; i < result.rows; i++) {
    const values = row(result, i);
    for (let j = 0; j < values.length; j++) values[j]! -= mean[j]!;
  }
  return result;
}

/** Subtracts each word's mean over the clusters, then standardises each cluster's row, in place. */
function contrast(fits: Matrix, everydayCount: number): void {
  const means = new Float64Array(fits.columns);
  for (let c = 0; c < fits.rows; c++) {
    const values = row(fits, c);
    for (let w = 0; w < values.length; w++) means[w]! += values[w]! / fits.rows;
  }
  for (let c = 0; c < fits.rows; c++) {
    const values = row(fits, c);
    let squares = 0;
    for (let w = 0; w < values.length; w++) {
      if (fits.rows > 1) values[w]! -= means[w]!;
      squares += values[w]! * values[w]!;
    }
    const scale = 1 / Math.sqrt(squares / values.length || 1);
    for (let w = 0; w < values.length; w++) {
      values[w] = values[w]! * scale + (w < everydayCount ? everydayAdvantage : 0);
    }
  }
}

function assign(fits: Matrix, words: readonly string[]): ClusterName[] {
  const ranked = Array.from({ length: fits.rows }, (_, c) => {
    const values = row(fits, c);
    const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
    return order.slice(0, candidatesPerCluster);
  });
  const pairs = ranked.flatMap((candidates, c) => candidates.map((w) => ({ c, w, score: row(fits, c)[w]! })));
  pairs.sort((a, b) => b.score - a.score || a.c - b.c || a.w - b.w);
  const names = new Map<number, number>();
  const taken = new Set<number>();
  for (const { c, w } of pairs) {
    if (names.has(c) || taken.has(w)) continue;
    names.set(c, w);
    taken.add(w);
  }
  return ranked.map((candidates, c) => {
    const own = names.get(c);
    return {
      name: own === undefined ? `Group ${c + 1}` : sentenceCase(words[own]!),
      alternatives: candidates
        .filter((w) => w !== own)
        .slice(0, alternativeCount)
        .map((w) => sentenceCase(words[w]!)),
    };
  });
}

function sentenceCase(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
