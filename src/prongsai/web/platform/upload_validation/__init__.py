"""Whether a file that a person sends may be kept: decided by its content, not by its name."""

from prongsai.web.platform.upload_validation.validate import (
    MEDIA_TYPES,
    MOST_BYTES,
    Checked,
    checked,
    clean_name,
)

__all__ = ["MEDIA_TYPES", "MOST_BYTES", "Checked", "checked", "clean_name"]
