"""Frozen types that the steps share. No input or output, no tables, no templates.

To add one: only what two steps share; a type of one step stays in that step.
"""
