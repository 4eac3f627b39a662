"""What is kept and handed out of people's scores: the store, score files, checks, lists, pseudonyms."""
