"""One audit of the same pay file in three ways; each a program of its own, timed by `bench_wages`."""
