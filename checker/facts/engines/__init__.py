"""One module an engine that runs the expressions over pay data; the table of them is `checker.facts.engine`."""
