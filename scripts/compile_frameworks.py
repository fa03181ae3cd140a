"""Compile the frameworks, messages and patterns of the product: they load much faster then."""

from importlib import import_module
from pkgutil import walk_packages

from prongsai import core, links, readers
from prongsai.core import messages
from prongsai.core.framework.catalogue import BUILTIN, Catalogue
from prongsai.core.framework.documents import compile_documents
from prongsai.core.framework.years import FOLDER, NAME
from prongsai.core.measures import columns
from prongsai.core.patterns import write_compiled
from prongsai.core.preaudit import rules


def main() -> None:
    """Write the compiled file of every year and room, and that of the patterns."""
    catalogue = Catalogue()
    for year in catalogue.years():
        compile_documents(catalogue.folder(year))
    compile_documents(FOLDER, [NAME, columns.NAME])
    compile_documents(BUILTIN, [rules.NAME])
    compile_documents(messages.FOLDER, sorted(path.stem for path in messages.FOLDER.glob("*.yaml")))
    for package in (core, links, readers):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    write_compiled()


if __name__ == "__main__":
    main()
