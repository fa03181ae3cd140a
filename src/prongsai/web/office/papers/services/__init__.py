"""Ask for papers; write memos; submit; keep the agency's wording."""

from prongsai.web.office.papers.services.asking import ask_papers

__all__ = ["ask_papers"]
