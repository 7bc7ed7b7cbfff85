"""Answers held against gold: scores, calibration; needs no graph."""
