"""The case desk: what citizens and staff bring, answered within days."""
