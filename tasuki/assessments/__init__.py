"""世帯アセスメント: sheets defined as data, answers with versions; what a list or rule reads is a real column."""
