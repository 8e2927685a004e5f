"""一つのケースの全体: the case as a whole: its page, closing, reopening, what comes after."""
