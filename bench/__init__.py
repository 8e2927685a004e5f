"""The bench (速さの測定): a seeded town of size S or L, the product on it, and what its pages cost. Not shipped."""
