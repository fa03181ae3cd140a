"""The case desk: what citizens and staff bring, until it is answered."""
