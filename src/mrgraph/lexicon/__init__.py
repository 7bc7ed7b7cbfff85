"""Words that every reader shares: legal forms, nouns for firms, axes, currencies, numerals; and how names are spelt."""
