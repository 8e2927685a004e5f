"""Places and people of the neighbourhood (居場所・拠点・資源). Knows nothing of cases."""
