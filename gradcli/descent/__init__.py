"""Gradient descent and sweeps: one graph, compiled once, run on many samples or points."""
