"""Where this machine gets Debian packages from: mirror addresses and keyring, read from its own apt configuration.

Only the entry that carries Debian itself is wanted, not its security suite and not other vendors' archives.
"""

import pathlib
import re
from typing import NamedTuple

APT = pathlib.Path("/etc/apt")
DEFAULT_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Mirror(NamedTuple):
    uri: str
    signed_by: str


def parse_deb822(text: str) -> list[tuple[str, list[str], str]]:
    """Entries (uri, suites, signed_by) of one .sources file."""
    entries = []
    for block in re.split(r"\n\s*\n", re.sub(r"(?m)^#.*\n?", "", text)):
        fields = dict(re.findall(r"(?m)^([\w-]+):[ \t]*(.*)$", block))
        if "deb" in fields.get("Types", "").split() and fields.get("Enabled", "yes") != "no":
            for uri in fields.get("URIs", "").split():
                entries.append((uri, fields.get("Suites", "").split(), fields.get("Signed-By", "").strip()))
    return entries


def parse_one_line(text: str) -> list[tuple[str, list[str], str]]:
    """Entries of the older format: `deb [signed-by=KEYRING] URI SUITE COMPONENT…`."""
    entries = []
    for options, uri, suite in re.findall(r"(?m)^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)", text):
        signed_by = re.search(r"signed-by=(\S+)", options or "")
        entries.append((uri, [suite], signed_by.group(1) if signed_by else ""))
    return entries


def configured_entries(apt: pathlib.Path) -> list[tuple[str, list[str], str]]:
    entries = []
    parts = apt / "sources.list.d"
    for path in [apt / "sources.list", *sorted(parts.glob("*.list")), *sorted(parts.glob("*.sources"))]:
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            entries += parse_deb822(text) if path.suffix == ".sources" else parse_one_line(text)
    return entries


def debian_codename(os_release: pathlib.Path = pathlib.Path("/etc/os-release")) -> str:
    found = re.search(r"(?m)^VERSION_CODENAME=\"?(\w+)", os_release.read_text(encoding="utf-8"))
    return found.group(1) if found else "stable"


def debian_mirror(apt: pathlib.Path = APT, codename: str | None = None) -> Mirror | None:
    """The first configured mirror that carries this release of Debian."""
    codename = codename or debian_codename()
    for uri, suites, signed_by in configured_entries(apt):
        if codename in suites or "stable" in suites:
            if not signed_by and pathlib.Path(DEFAULT_KEYRING).exists():
                signed_by = DEFAULT_KEYRING
            return Mirror(uri, signed_by)
    return None
