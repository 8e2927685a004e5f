"""What every room stands on and what knows no room: decisions, the clock, dates and names in Japanese, walls."""
