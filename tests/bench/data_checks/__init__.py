"""The same checks of one pay file by fairlabel and by data-check libraries, each in an environment of its own."""
