"""Settings, root addresses and start-up; wires the rooms and decides nothing."""
