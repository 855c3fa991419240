"""Benches: ``python -m tests.bench [name …] [--options of that bench]``. Every table names its peers."""
