"""実績: one folder per report; every number opens the records behind it."""
