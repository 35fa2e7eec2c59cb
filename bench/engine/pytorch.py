#!/usr/bin/env python3
"""PyTorch's side of bench/engine/train.mjs: trains or predicts in windows on request, one line each way.

    train 2 nchw 10        ->  images per second over 10 steps, 2 threads, as the script of the notes has it
    train 2 channels_last 10
    predict 2 channels_last 10
"""
import sys
import time

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, inside, outside, dilation):
        super().__init__()
        self.depthwise = nn.Conv2d(inside, inside, 3, padding=dilation, dilation=dilation, groups=inside, bias=False)
        self.pointwise = nn.Conv2d(inside, outside, 1, bias=False)
        self.bn_dw = nn.BatchNorm2d(inside)
        self.bn_pw = nn.BatchNorm2d(outside)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x):
        x = self.act(self.bn_dw(self.depthwise(x)))
        return self.act(self.bn_pw(self.pointwise(x)))


class Net(nn.Module):
    def __init__(self, base=32, dilation=2):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, base, 3, padding=1, bias=False), nn.BatchNorm2d(base), nn.ReLU(inplace=True))
        self.ds_block1 = Block(base, base * 2, dilation)
        self.pool1 = nn.MaxPool2d(2, 2)
        self.ds_block2 = Block(base * 2, base * 4, dilation)
        self.pool2 = nn.MaxPool2d(2, 2)
        self.ds_block3 = Block(base * 4, base * 8, 1)
        self.global_pool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(base * 8, 10)

    def forward(self, x):
        x = self.pool1(self.ds_block1(self.stem(x)))
        x = self.ds_block3(self.pool2(self.ds_block2(x)))
        return self.fc(torch.flatten(self.global_pool(x), 1))


class Runner:
    def __init__(self, images, labels, layout):
        torch.manual_seed(0)
        self.format = torch.channels_last if layout == 'channels_last' else torch.contiguous_format
        self.net = Net().to(memory_format=self.format)
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=1e-3)
        self.criterion = nn.CrossEntropyLoss()
        self.images, self.labels, self.at = images, labels, 0

    def batch(self, size):
        at = self.at % (len(self.labels) - size + 1)
        self.at += size
        return self.images[at:at + size].contiguous(memory_format=self.format), self.labels[at:at + size]

    def train(self, steps):
        self.net.train()
        for _ in range(steps):
            x, y = self.batch(128)
            self.optimizer.zero_grad()
            loss = self.criterion(self.net(x), y)
            loss.backward()
            self.optimizer.step()
            loss.item()
        return 128 * steps

    def predict(self, steps):
        self.net.eval()
        with torch.no_grad():
            for _ in range(steps):
                x, _y = self.batch(256)
                self.net(x)
        return 256 * steps


def main():
    count = int(sys.argv[1])
    pixels = torch.frombuffer(bytearray(sys.stdin.buffer.read(count * 784)), dtype=torch.uint8).view(count, 1, 28, 28)
    labels = torch.frombuffer(bytearray(sys.stdin.buffer.read(count)), dtype=torch.uint8).long()
    images = (pixels.float() / 255 - 0.1307) / 0.3081
    runners = {}
    print(torch.__version__, flush=True)
    for line in iter(sys.stdin.buffer.readline, b''):
        kind, threads, layout, steps = line.decode().split()
        torch.set_num_threads(int(threads))
        runner = runners.setdefault((layout, threads), Runner(images, labels, layout))
        begin = time.perf_counter()
        done = getattr(runner, kind)(int(steps))
        print(done / (time.perf_counter() - begin), flush=True)


if __name__ == '__main__':
    main()
