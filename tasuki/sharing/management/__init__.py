"""Commands of the sharing room."""
