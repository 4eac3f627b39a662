"""From executed notebooks to HTML, PDF, XLSX, JSON and the index page."""
