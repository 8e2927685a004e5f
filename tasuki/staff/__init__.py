"""Workers (職員), their posts (配属), roles and permissions, and the door of every page."""
