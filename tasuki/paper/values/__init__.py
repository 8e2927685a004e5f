"""One file per sheet: its words for one reader, through that reader's own access."""
