"""What citizens meet at a counter: queues, the steps of a service."""
