"""German data processing agreements (Art. 28 DSGVO) as code."""

__version__ = "0.1.0"
