"""What the pages of the plan do: ask a query or an act, then show or lead on."""
