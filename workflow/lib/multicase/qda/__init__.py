"""Exchange with other tools for qualitative data analysis: REFI-QDA, Taguette, W3C Web Annotation, CSV; and codes that changed."""
