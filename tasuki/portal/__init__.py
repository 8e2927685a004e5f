"""For residents (住民向けページ): where to ask, places near me, a word to the desk. Sees no case, by construction."""
