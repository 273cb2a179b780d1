"""How far scikit-learn's own answers lie apart where one recorded figure does not say what is right.

t-SNE of the standardised wine data: from starts that differ by a millionth it ends in different optima.
Evidence accumulation on digits, made of scikit-learn's k-means and scipy's average linkage: its accuracy
depends on the seed. The tests of `packages/core` hold ours to these spreads.

Run: .cache/peers/bin/python evals/scikit-learn-spread.py (any run of bench/clustering.ts makes that Python).
Writes evals/results/scikit-learn-spread.json.
"""
import json
from pathlib import Path

import numpy as np
import sklearn
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import squareform
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits, load_wine
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE


def wine_divergences(starts):
    x = load_wine().data
    x = (x - x.mean(0)) / x.std(0)
    axes = PCA(2, svd_solver="full").fit_transform(x)
    axes = axes / np.std(axes[:, 0]) * 1e-4
    found = []
    for seed in range(starts):
        moved = axes * (1 + 1e-6 * np.random.default_rng(seed).normal(size=axes.shape)) if seed else axes
        model = TSNE(2, perplexity=30, init=moved.astype("float32"), method="exact", random_state=0)
        found.append(float(model.fit(x).kl_divergence_))
    return found


def accuracy(truth, labels):
    table = np.zeros((truth.max() + 1, labels.max() + 1))
    np.add.at(table, (truth, labels), 1)
    rows, columns = linear_sum_assignment(-table)
    return float(table[rows, columns].sum() / len(truth))


def accumulated(seed, x, members=50, fewest=10, most=30, count=10):
    chance = np.random.default_rng(seed)
    together = np.zeros((len(x), len(x)), "float32")
    for _ in range(members):
        k = int(chance.integers(fewest, most + 1))
        labels = KMeans(k, n_init=1, random_state=int(chance.integers(1_000_000_000))).fit(x).labels_
        together += labels[:, None] == labels[None]
    apart = 1 - together / members
    np.fill_diagonal(apart, 0)
    return fcluster(linkage(squareform(apart, checks=False), "average"), count, "maxclust") - 1


digits = load_digits()
wine = wine_divergences(12)
accuracies = [accuracy(digits.target, accumulated(seed, digits.data)) for seed in range(8)]
result = {
    "scikit-learn": sklearn.__version__,
    "wineDivergences": {"least": min(wine), "most": max(wine), "each": wine},
    "evidenceAccuracy": {"mean": float(np.mean(accuracies)), "each": accuracies},
}
file = Path(__file__).parent / "results" / "scikit-learn-spread.json"
file.write_text(json.dumps(result, indent=2) + "\n")
print(json.dumps(result, indent=2))
