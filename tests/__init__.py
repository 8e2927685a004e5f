"""Tests that belong to no single room."""
