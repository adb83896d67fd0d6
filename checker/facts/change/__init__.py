"""The pay-change audit: did the rule of pay change, in which week, and who lost by it.

`worker_weeks` sums rows to one table in a single pass of the engine; `week` finds the week of the change and
`workers` compares each worker with the worker's own earlier pay or with a disclosed formula, both in numpy on at
most one row per worker and week; `outcome` joins them for the metrics of `checker.facts.metrics.pay_change`;
`shown` makes of it what may leave the process, `verdict` says it in words. To add a way of comparing: a function in
`workers` that returns `Deltas`. Sources: `pay_methods` 1a (Calacci and Pentland) and 2.8.
"""
