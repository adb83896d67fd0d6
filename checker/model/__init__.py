"""Frozen types that the steps share. No input or output, no tables, no templates."""
