"""Reading the record of looks and changes (点検): who, whose, what, why, when; the seals upon it, the monthly report."""
