"""What every app stands on: journal, files, jobs, clock, pages, template parts."""
