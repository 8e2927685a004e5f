"""Words for the pages of cases."""
