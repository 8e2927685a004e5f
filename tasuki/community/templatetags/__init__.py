"""Template tags of places and the neighbourhood."""
