# torch.fft: every name is an operator (core/ops).
