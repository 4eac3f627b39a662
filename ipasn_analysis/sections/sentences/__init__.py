"""Sentences written from the facts: the sign, the size and the certainty of a figure decide its words."""
