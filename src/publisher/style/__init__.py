"""How a book looks: styles, templates, and an edition put into its dress."""
