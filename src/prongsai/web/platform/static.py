"""Built style, script and fonts, under names that carry their digest."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class BuiltFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A file that a template names and the build did not make is a fault of ours and raises."""

    manifest_strict = True
