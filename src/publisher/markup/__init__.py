"""Form: Markdown into a tree of nodes. The only door to markdown-it."""
