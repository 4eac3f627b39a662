"""The parts of a report (tables, charts, prose) and their rendering to HTML, Typst and text."""
