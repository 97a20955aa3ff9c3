"""How well a finished PDF is set: word spaces, hyphens, last lines, widows, grid; measured on anybody's PDF."""
