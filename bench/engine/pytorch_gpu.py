#!/usr/bin/env python3
"""PyTorch's side of bench/engine/webgpu.mjs: trains or predicts on the CUDA device, as the script of the notes has it.

    train notes 128 10        ->  images per second over 10 steps of 128 images
    predict resnet18 128 10

A batch comes from the host's memory, and its loss (its number of right answers) goes back there, at every step.
"""
import sys
import time

import torch
from torch import nn

from pytorch import Net


class Basic(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outside)
        self.conv2 = nn.Conv2d(outside, outside, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        self.act = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1:
            self.downsample = nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x):
        y = self.bn2(self.conv2(self.act(self.bn1(self.conv1(x)))))
        return self.act(y + (x if self.downsample is None else self.downsample(x)))


def resnet18():
    stem = [nn.Conv2d(3, 64, 7, 2, padding=3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    sizes = [(64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2), (512, 512, 1)]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10)]
    return nn.Sequential(*stem, *[Basic(*size) for size in sizes], *head)


NETWORKS = {'notes': (Net, (1, 28, 28)), 'resnet18': (resnet18, (3, 128, 128))}


class Runner:
    def __init__(self, name):
        torch.manual_seed(0)
        make, shape = NETWORKS[name]
        self.net = make().cuda()
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=1e-3)
        self.criterion = nn.CrossEntropyLoss()
        count = 10240 if name == 'notes' else 512
        self.images, self.labels, self.at = torch.randn(count, *shape), torch.randint(10, (count,)), 0

    def batch(self, size):
        at = self.at % (len(self.labels) - size + 1)
        self.at += size
        return self.images[at:at + size].cuda(), self.labels[at:at + size].cuda()

    def train(self, size, steps):
        self.net.train()
        for _ in range(steps):
            x, y = self.batch(size)
            self.optimizer.zero_grad()
            loss = self.criterion(self.net(x), y)
            loss.backward()
            self.optimizer.step()
            loss.item()

    def predict(self, size, steps):
        self.net.eval()
        with torch.no_grad():
            for _ in range(steps):
                x, y = self.batch(size)
                (self.net(x).argmax(1) == y).sum().item()


def main():
    runners = {}
    print(f'{torch.__version__} on {torch.cuda.get_device_name()}' if torch.cuda.is_available() else '', flush=True)
    for line in iter(sys.stdin.buffer.readline, b''):
        kind, network, size, steps = line.decode().split()
        runner = runners.setdefault(network, None) or Runner(network)
        runners[network] = runner
        begin = time.perf_counter()
        getattr(runner, kind)(int(size), int(steps))
        print(int(size) * int(steps) / (time.perf_counter() - begin), flush=True)


if __name__ == '__main__':
    main()
