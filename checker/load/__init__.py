"""Bytes to model: the only step that reads files."""
