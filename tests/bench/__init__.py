"""Benchmarks: they print figures."""
