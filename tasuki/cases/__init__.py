"""ケース: one period of support of a household; its owner, grants, timeline and support records (支援経過)."""
