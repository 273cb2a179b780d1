"""SCAN and TURTLE heads written in torch from the papers' equations, on the vectors that evals/learn/digits.ts uses.

An independent implementation: its own generator, its own optimiser (torch's), the same settings.
Needs torch, numpy and scipy.  Usage: python evals/learn/peers/heads.py
"""
import gzip
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from scipy.optimize import linear_sum_assignment

here = Path(__file__).resolve()
vectors = np.load(here.parent.parent / "digits-simclr.npy").astype(np.float32)
with gzip.open(here.parents[3] / "fixtures/reference/digits.csv.gz", "rt") as file:
    truth = np.loadtxt(file, delimiter=",")[:, -1].astype(int)
unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
centred = vectors - vectors.mean(0)
x = torch.from_numpy(centred / np.sqrt((centred**2).mean()))
n, d, k = *x.shape, 10
torch.set_num_threads(1)


def accuracy(labels):
    table = np.zeros((k, k))
    np.add.at(table, (truth, labels), 1)
    rows, columns = linear_sum_assignment(-table)
    return float(table[rows, columns].sum() / n)


def scan(seed, weight=2.0, heads=10, epochs=100, batch=128):
    torch.manual_seed(seed)
    z = F.normalize(x, dim=1)
    near = torch.topk(z @ z.T - 9 * torch.eye(n), 20).indices
    layer = torch.nn.Linear(d, heads * k)
    optimiser = torch.optim.Adam(layer.parameters(), lr=1e-3)
    steps = epochs * (n // batch)
    rates = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(epochs):
        total = torch.zeros(heads)
        order = torch.randperm(n)
        for s in range(n // batch):
            rows = order[s * batch : (s + 1) * batch]
            partners = near[rows, torch.randint(0, 20, (batch,))]
            p = F.softmax(layer(x[torch.cat([rows, partners])]).view(2 * batch, heads, k), dim=-1)
            mean = p[:batch].mean(0)
            loss = -torch.log((p[:batch] * p[batch:]).sum(-1)).mean(0) + weight * (mean * torch.log(mean + 1e-8)).sum(-1)
            optimiser.zero_grad()
            loss.sum().backward()
            optimiser.step()
            rates.step()
            total += loss.detach()
    best = total.argmin()
    return accuracy(layer(x).view(n, heads, k)[:, best].argmax(-1).numpy())


def turtle(seed, steps=600, inner_steps=10, gamma=10.0):
    torch.manual_seed(seed)
    encoder = torch.nn.utils.weight_norm(torch.nn.Linear(d, k))
    classifier = torch.nn.Linear(d, k)
    outer = torch.optim.Adam(encoder.parameters(), lr=1e-3)
    inner = torch.optim.Adam(classifier.parameters(), lr=1e-3)
    for _ in range(steps):
        labels = F.softmax(encoder(x), dim=-1)
        for _ in range(inner_steps):
            inner.zero_grad()
            F.cross_entropy(classifier(x), labels.detach()).backward()
            inner.step()
        mean = labels.mean(0)
        loss = F.cross_entropy(classifier(x).detach(), labels) + gamma * (mean * torch.log(mean + 1e-8)).sum()
        outer.zero_grad()
        loss.backward()
        outer.step()
    return accuracy(encoder(x).argmax(-1).numpy())


result = {"version": f"torch {torch.__version__}"}
for name, run in {"scan": scan, "turtle": turtle}.items():
    runs = [round(run(seed), 4) for seed in (0, 1, 2)]
    result[name] = {"accuracy": round(float(np.mean(runs)), 4), "runs": runs}
    print(name, result[name], flush=True)
out = here.parents[2] / "results" / "learn-digits-torch.json"
out.write_text(json.dumps({"command": "python evals/learn/peers/heads.py", **result}, indent=2) + "\n")
