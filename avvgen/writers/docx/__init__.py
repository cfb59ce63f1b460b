"""The Word writer: a contract as a DOCX whose numbers, references and styles are Word's own."""

from avvgen.writers.docx.writer import draft_docx, write_docx

__all__ = ["draft_docx", "write_docx"]
