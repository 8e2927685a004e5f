"""Tests of the outreach room."""
