"""What other checkers are given to do a part of fairlabel's work; run by them, in environments of their own."""
