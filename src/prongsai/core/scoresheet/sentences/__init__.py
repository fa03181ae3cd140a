"""What sentences say: figures, levels, claims."""
