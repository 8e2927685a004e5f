"""The rules of the house, each a function and each attacked by a test of its own (家の決まり)."""
