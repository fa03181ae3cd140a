"""Surveys on the site: rehearsals of IIT and EIT, answered by everybody and traced to nobody."""
