"""Disclosure control: which figures are withheld so that small groups stay private."""
