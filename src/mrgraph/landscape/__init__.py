"""What only a graph of many reports can say: neighbours, communities, all markets in rows, a company's sheet."""
