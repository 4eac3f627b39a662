"""Where records come from: folders of SIASN files, databases, sample data. Cells leave this room as they stand."""
