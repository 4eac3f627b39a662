"""Running notebooks in processes of their own; knows nothing of civil servants."""
