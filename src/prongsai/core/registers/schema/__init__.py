"""What the parts of a register's YAML must be together; every fault at its path."""
