"""A new agency's first year opens with it."""

from prongsai.web.agency.services.agency import agency_started
from prongsai.web.year.assessment.services.years import on_agency_started

agency_started.connect(on_agency_started, dispatch_uid="assessment")
