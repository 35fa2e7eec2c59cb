#!/usr/bin/env python3
"""Measures torch.optim.lr_scheduler: rate and momentum before the first step and after each of many.

    python scripts/golden/schedules.py > test/golden/engine/schedules.json
"""
import json
import math
import sys

import torch


def run(kind, arguments, steps, optimizer="sgd", metrics=None):
    parameter = torch.nn.Parameter(torch.zeros(1))
    parameter.grad = torch.zeros(1)
    if optimizer == "sgd":
        made = torch.optim.SGD([parameter], lr=0.1, momentum=0.9)
    else:
        made = torch.optim.Adam([parameter], lr=0.1)
    schedule = getattr(torch.optim.lr_scheduler, kind)(made, **arguments)
    group = made.param_groups[0]
    rates, momenta = [], []

    def note():
        rates.append(group["lr"])
        momenta.append(group["momentum"] if optimizer == "sgd" else group["betas"][0])

    note()
    for i in range(steps):
        made.step()
        schedule.step(metrics[i]) if metrics else schedule.step()
        note()
    return {"kind": kind, "arguments": arguments, "lr": rates, "momentum": momenta, "metrics": metrics}


losses = [1.0, 0.9, 0.95, 0.95, 0.8999999, 0.92, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.49, 0.49, 0.49, 0.49, 0.49, 0.49, 0.49, 0.49]
scores = [round(1 - math.exp(-i / 4), 3) for i in range(20)]
json.dump(
    {
        "torch": torch.__version__,
        "runs": [
            run("StepLR", {"step_size": 3, "gamma": 0.5}, 12),
            run("MultiStepLR", {"milestones": [2, 5, 5, 9], "gamma": 0.3}, 12),
            run("MultiStepLR", {"milestones": [0, 4], "gamma": 0.5}, 6),
            run("CosineAnnealingLR", {"T_max": 7, "eta_min": 0.001}, 30),
            run("CosineAnnealingLR", {"T_max": 10}, 10),
            run("OneCycleLR", {"max_lr": 0.4, "total_steps": 50}, 49),
            run("OneCycleLR", {"max_lr": 0.4, "total_steps": 47, "pct_start": 0.25, "anneal_strategy": "linear"}, 46, "adam"),
            run("OneCycleLR", {"max_lr": 0.4, "total_steps": 40, "three_phase": True, "div_factor": 10.0, "final_div_factor": 100.0}, 39),
            run("OneCycleLR", {"max_lr": 0.4, "total_steps": 20, "cycle_momentum": False}, 19),
            run("ReduceLROnPlateau", {"patience": 2}, 20, metrics=losses),
            run("ReduceLROnPlateau", {"patience": 1, "cooldown": 2, "factor": 0.5, "threshold": 0.05, "threshold_mode": "abs", "min_lr": 0.02}, 20, metrics=losses),
            run("ReduceLROnPlateau", {"mode": "max", "patience": 0, "threshold": 0.1, "factor": 0.3}, 20, metrics=scores),
        ],
    },
    sys.stdout,
    separators=(",", ":"),
)
sys.stdout.write("\n")
