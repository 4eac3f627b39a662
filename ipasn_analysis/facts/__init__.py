"""The result of a report, computed once and after disclosure control; every format is made from it alone."""
