"""Compile the frameworks that come with the product, so that they load in a tenth of the time."""

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.documents import compile_documents
from prongsai.core.framework.short_names import FOLDER, NAME


def main() -> None:
    """Write the compiled file of every year."""
    catalogue = Catalogue()
    for year in catalogue.years():
        compile_documents(catalogue.folder(year))
    compile_documents(FOLDER, [NAME])


if __name__ == "__main__":
    main()
