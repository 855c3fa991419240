"""Measuring the answers against labelled questions: what is right, what was missed, how fast, and peers beside it."""
