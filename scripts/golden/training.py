#!/usr/bin/env python3
"""Measures whole runs of the notes' script on the first images of MNIST: seed, construction, DataLoader, Adam, validation.

    python scripts/golden/training.py FOLDER > test/golden/engine/training.json      FOLDER holds the four IDX files, gzip
"""
import gzip
import json
import sys
from pathlib import Path

import torch
from torch.utils.data import DataLoader, Dataset
from torch import nn

MEAN, STD = 0.1307, 0.3081


class Digits(Dataset):
    def __init__(self, folder, name, count):
        images = gzip.decompress((folder / f"{name}-images-idx3-ubyte.gz").read_bytes())[16:]
        labels = gzip.decompress((folder / f"{name}-labels-idx1-ubyte.gz").read_bytes())[8:]
        pixels = torch.frombuffer(bytearray(images[: count * 784]), dtype=torch.uint8).view(count, 1, 28, 28)
        # torchvision's ToTensor and Normalize.
        self.images = pixels.float().div(255).sub_(torch.tensor(MEAN)).div_(torch.tensor(STD))
        self.labels = list(labels[:count])

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.images[index], self.labels[index]


class Block(nn.Module):
    def __init__(self, inside, outside, dilation):
        super().__init__()
        self.depthwise = nn.Conv2d(inside, inside, 3, padding=dilation, dilation=dilation, groups=inside, bias=False)
        self.pointwise = nn.Conv2d(inside, outside, 1, bias=False)
        self.bn_dw = nn.BatchNorm2d(inside)
        self.bn_pw = nn.BatchNorm2d(outside)

    def forward(self, x):
        return torch.relu(self.bn_pw(self.pointwise(torch.relu(self.bn_dw(self.depthwise(x))))))


class Notes(nn.Module):
    def __init__(self, base, dilation):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, base, 3, padding=1, bias=False), nn.BatchNorm2d(base), nn.ReLU())
        self.ds_block1 = Block(base, base * 2, dilation)
        self.ds_block2 = Block(base * 2, base * 4, dilation)
        self.ds_block3 = Block(base * 4, base * 8, 1)
        self.fc = nn.Linear(base * 8, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.ds_block1(self.stem(x)), 2)
        x = nn.functional.max_pool2d(self.ds_block2(x), 2)
        return self.fc(self.ds_block3(x).mean((2, 3)))


def run(folder, seed, base, train, val, batch, epochs, lr):
    torch.set_num_threads(1)
    train_set, val_set = Digits(folder, "train", train), Digits(folder, "t10k", val)
    torch.manual_seed(seed)
    train_loader = DataLoader(train_set, batch_size=batch, shuffle=True, num_workers=0)
    val_loader = DataLoader(val_set, batch_size=256, shuffle=False, num_workers=0)
    model = Notes(base, 2)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    criterion = nn.CrossEntropyLoss()
    losses, figures = [], []
    for _ in range(epochs):
        model.train()
        total, correct = 0.0, 0
        for images, labels in train_loader:
            optimizer.zero_grad()
            outputs = model(images)
            loss = criterion(outputs, labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            total += loss.item() * len(labels)
            correct += (outputs.argmax(1) == labels).sum().item()
        model.eval()
        val_total, val_correct = 0.0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                outputs = model(images)
                val_total += criterion(outputs, labels).item() * len(labels)
                val_correct += (outputs.argmax(1) == labels).sum().item()
        figures.append([total / train, 100 * correct / train, val_total / val, 100 * val_correct / val])
    return {
        "seed": seed, "base": base, "train": train, "val": val, "batch": batch, "epochs": epochs, "lr": lr,
        "losses": losses, "figures": figures,
    }


folder = Path(sys.argv[1])
runs = [run(folder, 0, 2, 96, 32, 16, 2, 1e-3), run(folder, 3, 32, 4096, 1000, 128, 1, 1e-3)]
json.dump({"torch": torch.__version__, "runs": runs}, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
