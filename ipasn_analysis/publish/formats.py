"""The formats of a report, by the endings of their files."""

USUAL_FORMATS = ("html", "pdf", "xlsx", "json")
"""What a report is built in where nothing else is asked for."""
FORMATS = (*USUAL_FORMATS, "docx", "pptx")
