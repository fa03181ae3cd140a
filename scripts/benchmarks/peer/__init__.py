"""The public ITA page as Flask and Jinja2 would serve it."""
