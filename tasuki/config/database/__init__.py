"""How Tasuki gets its PostgreSQL: the embedded server, roles, addresses and start-up checks."""
