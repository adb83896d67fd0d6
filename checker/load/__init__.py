"""Bytes to model: the only step that reads files.

To read a new kind of file: a module that goes through `sheet`, its words in `tests/bad_inputs/`, its schema in
`schemas`. A form of pay file is a line in `wages`.
"""
