"""Code lists (コード表): shipped as data with dates and source; a municipality may relabel, add or close, never delete."""
