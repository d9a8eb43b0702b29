"""One module for each page, or for each few pages that are one thing."""
