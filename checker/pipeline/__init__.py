"""The wiring: read, derive, judge, sum, show. The only place that knows more than one step.

`run` assesses subjects, `measures` is everything that they are judged by, `subject` one of them, `pay` its pay data,
`brief` and `spool` what is kept of each of thousands, `kept_subjects` what former runs found, `overlays` lays waivers
and a baseline over the run, `baselines` makes one; `tables`, `forms`, `cases`, `explanation`, `alone` and `pack_page`
answer the smaller commands.

To add one: a function that a door calls; what it computes belongs to a step, what it prints to `render`.
"""
