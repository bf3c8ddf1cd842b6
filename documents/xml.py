"""XML parts of office files, read without following anything they point to."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from documents.passages import Unsafe

DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def parsed(content: bytes) -> etree._Element:
    """The root. Raises Unsafe for declarations, which can make a gigabyte of a line, or no XML."""
    if any(word in content for word in DECLARATIONS):
        raise Unsafe("The file declares entities, which no office program writes: save it again.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unsafe("A part of the file is damaged and cannot be read: save it again.") from error


def is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml", ".rdf"))


def xml_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, etree._Element]]:
    for part in archive.infolist():
        if is_xml(part.filename) and part.file_size:
            yield part.filename, parsed(archive.read(part))


def local(node: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def written(root: etree._Element) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
