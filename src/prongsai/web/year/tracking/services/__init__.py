"""Write notes, correct them, take them back."""
