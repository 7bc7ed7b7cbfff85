"""Decides what amounts and percentages measure: sizes, growth rates, shares, revenues, and what each is about."""
