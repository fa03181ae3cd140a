"""Write in rows, remind, submit, publish."""
