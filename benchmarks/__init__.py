"""What `make bench` runs: the program beside the stock tools, beside DuckDB, and beside itself at other sizes."""
