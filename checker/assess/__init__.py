"""Adding up, pure: `standard_result.assess_standard` turns evaluations into statuses, conflicts, scores and verdicts.

`statuses` is the table of statuses, `reasons` the sentences, `scores` the three numbers, `verdicts` the
verdict, `gate` the exit codes, `kinds` which requirements are for whom. `overlays` lays waivers and a baseline over
results, `ratchet` holds the shown score against a baseline's: both move the gate's code and nothing else.

To add a status or a verdict: its row in the table of the module that decides it, its words in
`checker.render.words`, and the laws of `tests/properties`, which have to hold with it.
"""
