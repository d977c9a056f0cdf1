"""The pages where datasets leave, and where files with rows come in."""
