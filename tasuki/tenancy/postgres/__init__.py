"""Django's PostgreSQL backend that says who acts at the start of every transaction."""
