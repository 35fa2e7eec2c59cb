# torch.special: every name is an operator (core/ops).
