"""Network -> a static report to read and to mail: charts, a table under each, and every mark linked to its quotes."""
