"""Exchange with other tools (REFI-QDA, Taguette, W3C Web Annotation, CSV), and codings of codes that changed."""
