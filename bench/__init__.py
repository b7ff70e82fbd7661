"""Benchmarks: each prints what it measures and records it, with the machine, under bench/results."""
