"""Word files as text: elements, styles, lists, fields and the package. Nothing here knows what a contract is."""
