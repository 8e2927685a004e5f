"""つなぐシート: sent, seen, answered, handed back; nothing stays unanswered unseen."""
