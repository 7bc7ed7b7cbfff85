"""Decides what each part of a page announces: companies, segments on an axis, regions, or something else."""
