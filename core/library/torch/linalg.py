# torch.linalg: every name is an operator (core/ops).
