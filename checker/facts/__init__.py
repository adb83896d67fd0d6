"""What is known, with where each fact came from: answers, scope, evidence and pay as facts by name.

To add a pay metric: a function in `metrics/`, a line in its table, a test with the figure worked out by hand.
"""
