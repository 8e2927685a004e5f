"""Tests of the participation room."""
