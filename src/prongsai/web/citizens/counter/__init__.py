"""The counter: queue tickets, charts of services, forms that citizens fill in."""
