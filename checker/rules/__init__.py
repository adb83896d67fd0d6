"""Three-valued judging of conditions over facts, pure: `evaluate.compile_standard` once, `evaluate.evaluate` a subject.

`operators` is what each comparison means, `support` how well a fact is shown, `weigh` which of several sources
stands, `compile` the tree as closures, `sentence` the same tree in words, `phrases` one comparison of it,
`languages` the words and patterns of each language, `evaluate.trace` how a tree came out.

To add an operator: its type in `checker.model.condition`, its function in `operators`, its words in
`phrases` and `languages`, its truth table in the tests.
"""
