"""Tasuki (襷): the system with which a town runs 重層的支援体制整備事業."""
