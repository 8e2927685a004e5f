"""参加支援: a place for each person. What she wishes, which places fit and why, trying, settling, staying."""
