#!/usr/bin/env python3
"""Handwritten digits with depthwise separable, dilated convolutions.

    python mnist_ds_dilated_net.py --epochs 5

A standard 3x3 convolution from C to D channels has 9*C*D weights. Here the space is filtered first, each channel by itself (9*C
weights, `groups=C`), and the channels are mixed afterwards by a 1x1 convolution (C*D weights). Dilation lets the 3x3 kernel reach
further at the same cost.

Needs torch and torchvision. The best model by validation accuracy is saved as a checkpoint.
"""

import argparse
from pathlib import Path

import torch
import torchvision
from torch import nn
from torch.utils.data import DataLoader
from torchvision import transforms


class SeparableBlock(nn.Module):
    """Filters space (depthwise), then mixes channels (pointwise); the size of the image stays."""

    def __init__(self, in_ch: int, out_ch: int, kernel_size: int = 3, dilation: int = 1):
        super().__init__()
        reach = dilation * (kernel_size - 1)
        self.depthwise = nn.Conv2d(in_ch, in_ch, kernel_size, padding=reach // 2, dilation=dilation, groups=in_ch, bias=False)
        self.norm1 = nn.BatchNorm2d(in_ch)
        self.pointwise = nn.Conv2d(in_ch, out_ch, kernel_size=1, bias=False)
        self.norm2 = nn.BatchNorm2d(out_ch)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.act(self.norm1(self.depthwise(x)))
        return self.act(self.norm2(self.pointwise(x)))


class DilatedDigitNet(nn.Module):
    """Three separable blocks between a stem and a linear classifier.

    Input: (B, 1, 28, 28)
    """

    def __init__(self, width: int = 32, dilation: int = 2, num_classes: int = 10):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, width, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
        )
        self.block1 = SeparableBlock(width, 2 * width, dilation=dilation)
        self.pool1 = nn.MaxPool2d(2)
        self.block2 = SeparableBlock(2 * width, 4 * width, dilation=dilation)
        self.pool2 = nn.MaxPool2d(2)
        self.block3 = SeparableBlock(4 * width, 8 * width)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(8 * width, num_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.stem(x)
        x = self.pool1(self.block1(x))
        x = self.pool2(self.block2(x))
        x = self.average(self.block3(x))
        return self.classifier(x.flatten(1))


class Meter:
    """Running loss and accuracy of one pass over the data."""

    def __init__(self):
        self.loss = 0.0
        self.correct = 0
        self.seen = 0

    def update(self, loss: torch.Tensor, scores: torch.Tensor, labels: torch.Tensor) -> None:
        count = labels.size(0)
        self.loss += loss.item() * count
        self.correct += (scores.argmax(dim=1) == labels).sum().item()
        self.seen += count

    def __str__(self) -> str:
        return f"loss {self.loss / self.seen:.4f}, accuracy {self.accuracy:.2f}%"

    @property
    def accuracy(self) -> float:
        return 100.0 * self.correct / self.seen


def run_epoch(model, loader, criterion, device, optimizer=None) -> Meter:
    """Trains where an optimizer is given, else only measures."""
    meter = Meter()
    model.train(optimizer is not None)
    with torch.set_grad_enabled(optimizer is not None):
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            scores = model(images)
            loss = criterion(scores, labels)
            if optimizer is not None:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            meter.update(loss, scores, labels)
    return meter


def mnist(folder: str, train: bool) -> torchvision.datasets.MNIST:
    # mean and standard deviation of the training images
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
    return torchvision.datasets.MNIST(folder, train=train, download=True, transform=transform)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--width", type=int, default=32, help="channels after the stem")
    parser.add_argument("--dilation", type=int, default=2, help="of the first two blocks")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--data", default="data", help="folder for MNIST")
    parser.add_argument("--save", type=Path, default=Path("best_model.pth"))
    args = parser.parse_args()

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = DilatedDigitNet(width=args.width, dilation=args.dilation).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
    criterion = nn.CrossEntropyLoss()
    train_loader = DataLoader(mnist(args.data, train=True), batch_size=args.batch_size, shuffle=True)
    val_loader = DataLoader(mnist(args.data, train=False), batch_size=256)

    best = 0.0
    for epoch in range(1, args.epochs + 1):
        trained = run_epoch(model, train_loader, criterion, device, optimizer)
        validated = run_epoch(model, val_loader, criterion, device)
        print(f"epoch {epoch}: train {trained} | validation {validated}")
        if validated.accuracy > best:
            best = validated.accuracy
            torch.save(
                {
                    "epoch": epoch,
                    "model_state": model.state_dict(),
                    "optimizer_state": optimizer.state_dict(),
                    "val_acc": best,
                },
                args.save,
            )
    print(f"best validation accuracy {best:.2f}%, saved as {args.save}")


if __name__ == "__main__":
    main()
