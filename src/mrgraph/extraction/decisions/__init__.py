"""Decisions that were learned from annotated documents: tables of integers that people read, and what they weigh."""
