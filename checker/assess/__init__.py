"""Adding up: statuses, gaps, scores, verdicts, the gate. Pure."""
