"""The cover of a printed book as one sheet: back, spine, front and what is cut off around them."""
