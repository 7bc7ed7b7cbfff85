"""Bytes on their way out: whole files, spools, aligned tables, CSV, text that a terminal may show."""
