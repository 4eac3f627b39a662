"""Rules as data: instruments of measurement and parameters of regions."""
