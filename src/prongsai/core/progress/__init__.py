"""What was done for the measures of a plan: notes, states, rounds, findings."""
