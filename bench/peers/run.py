"""Runs one piece of work of scikit-learn, hdbscan or umap-learn and prints how long it took.

Usage: run.py <peer> <vectors.npy> <settings as JSON> <out.npy>
Prints one line of JSON: {"seconds", "version", "figure"?}. Labels or coordinates go to out.npy.
Only the work itself is timed: not imports, not reading, not just-in-time compilation (a small run
goes before where a peer compiles).
"""
import json
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")


# As in bench/clustering.ts: longer work is done once, other work at least three times.
SHORT_SECONDS = 10
REPEATED_SECONDS = 5


def version(name):
    from importlib.metadata import version as version_of

    return f"{name} {version_of(name)}"


def timed(act):
    """Best time of all runs, and what the last gave."""
    best, spent, repeats = float("inf"), 0, 0
    while True:
        start = time.perf_counter()
        result = act()
        taken = time.perf_counter() - start
        best = min(best, taken)
        spent += taken
        repeats += 1
        if taken > SHORT_SECONDS or (repeats >= 3 and spent > REPEATED_SECONDS):
            return best, result


def kmeans(x, s):
    from sklearn.cluster import KMeans

    act = lambda: KMeans(s["k"], n_init=1, random_state=1, algorithm="lloyd").fit(x)
    return act, lambda model: (model.labels_, model.inertia_)


def neighbours(x, s):
    from sklearn.neighbors import NearestNeighbors

    act = lambda: NearestNeighbors(n_neighbors=s["k"], algorithm="brute", n_jobs=s["threads"]).fit(x).kneighbors()
    return act, lambda found: (found[1], float(found[0][:, -1].mean()))


def ward(x, s):
    from sklearn.cluster import AgglomerativeClustering

    act = lambda: AgglomerativeClustering(s["k"], linkage="ward").fit(x)
    return act, lambda model: (model.labels_, None)


def dbscan(x, s):
    from sklearn.cluster import DBSCAN

    act = lambda: DBSCAN(eps=s["eps"], min_samples=s["minSamples"], n_jobs=s["threads"]).fit(x)
    return act, lambda model: (model.labels_, None)


def optics(x, s):
    from sklearn.cluster import OPTICS

    act = lambda: OPTICS(min_samples=s["minSamples"], n_jobs=s["threads"]).fit(x)
    return act, lambda model: (model.labels_, None)


def hdbscan_package(x, s):
    import hdbscan

    # This package does not count a vector as its own neighbour.
    act = lambda: hdbscan.HDBSCAN(
        min_cluster_size=s["minClusterSize"], min_samples=s["minSamples"] - 1, core_dist_n_jobs=s["threads"]
    ).fit(x)
    return act, lambda model: (model.labels_, None)


def hdbscan_sklearn(x, s):
    from sklearn.cluster import HDBSCAN

    act = lambda: HDBSCAN(
        min_cluster_size=s["minClusterSize"], min_samples=s["minSamples"], n_jobs=s["threads"], copy=True
    ).fit(x)
    return act, lambda model: (model.labels_, None)


def gaussian_mixture(x, s):
    from sklearn.mixture import GaussianMixture

    act = lambda: GaussianMixture(s["k"], covariance_type="diag", random_state=1).fit(x)
    return act, lambda model: (model.predict(x), float(model.score(x)))


def mean_shift(x, s):
    from sklearn.cluster import MeanShift

    act = lambda: MeanShift(bandwidth=s["bandwidth"], n_jobs=s["threads"]).fit(x)
    return act, lambda model: (model.labels_, None)


def spectral(x, s):
    from sklearn.cluster import SpectralClustering

    act = lambda: SpectralClustering(
        s["k"], affinity="nearest_neighbors", n_neighbors=10, random_state=1, n_jobs=s["threads"]
    ).fit(x)
    return act, lambda model: (model.labels_, None)


def tsne(x, s):
    from sklearn.manifold import TSNE

    act = lambda: TSNE(2, perplexity=s["perplexity"], random_state=1, n_jobs=s["threads"]).fit(x)
    return act, lambda model: (model.embedding_, float(model.kl_divergence_))


def umap_package(x, s):
    import umap

    # Without a seed: a seeded run of umap-learn uses one thread only.
    make = lambda: umap.UMAP(n_neighbors=s["neighbours"], n_jobs=s["threads"])
    # Enough vectors for its approximate neighbours, which are compiled too.
    make().fit(x[:5000])
    return (lambda: make().fit(x)), lambda model: (model.embedding_, None)


def pca(x, s):
    from sklearn.decomposition import PCA

    def act():
        model = PCA(s["dimensions"], random_state=1)
        return model, model.fit_transform(x)

    return act, lambda found: (found[1][:10], float(found[0].explained_variance_ratio_.sum()))


works = {
    "sklearn-kmeans": (kmeans, "scikit-learn"),
    "sklearn-neighbours": (neighbours, "scikit-learn"),
    "sklearn-ward": (ward, "scikit-learn"),
    "sklearn-dbscan": (dbscan, "scikit-learn"),
    "sklearn-optics": (optics, "scikit-learn"),
    "hdbscan": (hdbscan_package, "hdbscan"),
    "sklearn-hdbscan": (hdbscan_sklearn, "scikit-learn"),
    "sklearn-gaussian-mixture": (gaussian_mixture, "scikit-learn"),
    "sklearn-mean-shift": (mean_shift, "scikit-learn"),
    "sklearn-spectral": (spectral, "scikit-learn"),
    "sklearn-tsne": (tsne, "scikit-learn"),
    "umap-learn": (umap_package, "umap-learn"),
    "sklearn-pca": (pca, "scikit-learn"),
}

peer, file, settings_text, out = sys.argv[1:]
settings = json.loads(settings_text)
make, package = works[peer]
act, read = make(np.load(file), settings)
seconds, result = timed(act)
values, figure = read(result)
np.save(out, np.ascontiguousarray(np.atleast_2d(values), dtype="float64"))
print(json.dumps({"seconds": seconds, "version": version(package), "figure": figure}))
