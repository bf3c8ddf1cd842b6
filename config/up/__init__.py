"""Starting the whole product with one command: look first, prepare, then keep it running."""
