"""The command line, one module a command. Doors only: what a command says comes from `checker.pipeline`.

To add one: a module with a click command here, a line in `main.COMMANDS`, a test that runs it.
"""
