"""The proof of the walls: the oracle, the three-way machine, its mutants, the matrix, the canaries, the hammer."""
