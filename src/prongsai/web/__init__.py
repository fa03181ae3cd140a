"""The site: records, people and screens around the core. Only this ring knows Django."""
