"""The append-only record (監査記録) of looks, changes, searches, prints and refusals. Evidence; never read by domain code."""
