"""What is decided and kept: approval, numbers of papers, evidence, publication."""
