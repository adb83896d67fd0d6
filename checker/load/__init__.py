"""Bytes to model: the only step that reads files.

To read a new kind of file: a module that goes through `sheet`, its words in `tests/bad_inputs/`, its schema in
`schemas`. A form of pay file is a line in `wages`. What is read and checked, and the same for everybody, may be kept
between runs: `kept_packs.keep`, whose key has to hold all that it is made from.
"""
