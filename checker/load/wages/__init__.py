"""Readers of pay files, one module a format."""
