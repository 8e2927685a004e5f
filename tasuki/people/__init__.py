"""Person (本人・世帯員), household over time (世帯), kinship and ties (続柄・関係), consent (同意), protection (支援措置)."""
