"""Training steps in torch, the same as in bench/learn.ts. Prints seconds per step (wall and CPU), best of the repeats.

Usage: learn.py <work> <threads> <steps> <repeats>
"""
import json
import sys
import time

import torch
import torch.nn.functional as F

work, threads, steps, repeats = sys.argv[1], *map(int, sys.argv[2:5])
torch.set_num_threads(threads)
torch.manual_seed(0)


def scan():
    heads, clusters, batch = 10, 100, 512
    data = torch.randn(20_000, 512)
    layer = torch.nn.Linear(512, heads * clusters)
    optimiser = torch.optim.Adam(layer.parameters(), lr=1e-3)

    def step(i):
        rows = torch.randint(0, 20_000, (2 * batch,))
        p = F.softmax(layer(data[rows]).view(2 * batch, heads, clusters), dim=-1)
        here, there = p[:batch], p[batch:]
        agreed = -torch.log((here * there).sum(-1)).mean(0)
        mean = here.mean(0)
        spread = -(mean * torch.log(mean + 1e-8)).sum(-1)
        loss = (agreed - 2 * spread).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    return step


def auto_encoder():
    widths = [512, 500, 500, 2000, 10]
    both = widths + widths[-2::-1]
    layers = []
    for i, (a, b) in enumerate(zip(both, both[1:])):
        layers.append(torch.nn.Linear(a, b))
        if i not in (3, 7):
            layers.append(torch.nn.ReLU())
    network = torch.nn.Sequential(*layers)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    data = torch.randn(20_000, 512)

    def step(i):
        x = data[torch.randint(0, 20_000, (256,))]
        mask = (torch.rand(256, 512) < 0.8).float()
        loss = F.mse_loss(network(x * mask / 0.8), x)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    return step


def turtle():
    data = torch.randn(10_000, 512)
    encoder = torch.nn.utils.weight_norm(torch.nn.Linear(512, 100))
    outer = torch.optim.Adam(encoder.parameters(), lr=1e-3)
    classifier = torch.nn.Linear(512, 100)
    inner = torch.optim.Adam(classifier.parameters(), lr=1e-3)

    def step(i):
        x = data[torch.randperm(10_000)]
        labels = F.softmax(encoder(x), dim=-1)
        fixed = labels.detach()
        for _ in range(10):
            inner.zero_grad()
            F.cross_entropy(classifier(x), fixed).backward()
            inner.step()
        mean = labels.mean(0)
        loss = F.cross_entropy(classifier(x).detach(), labels) + 10 * (mean * torch.log(mean + 1e-8)).sum()
        outer.zero_grad()
        loss.backward()
        outer.step()

    return step


step = {"scan": scan, "auto-encoder": auto_encoder, "turtle": turtle}[work]()
step(0)
wall, cpu = [], []
for _ in range(repeats):
    w, c = time.perf_counter(), time.process_time()
    for i in range(steps):
        step(i)
    wall.append((time.perf_counter() - w) / steps)
    cpu.append((time.process_time() - c) / steps)
print(json.dumps({"wall": min(wall), "cpu": min(cpu), "version": f"torch {torch.__version__}"}))
