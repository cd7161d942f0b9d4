#!/usr/bin/env python3
"""Fetches the third-party sources of cmake/dependencies.json into build/deps.

Debian source packages come through an apt state of our own (lists, cache and sources list below build/deps),
so the machine's package lists stay as they are and no rights are needed. apt checks the signed hashes, we
check the recorded ones.
"""

import hashlib
import json
import pathlib
import shutil
import subprocess
import sys

import apt_mirror
import otlp_descriptors

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPS = ROOT / "build" / "deps"
STATE = DEPS / "apt"


def fail(message: str) -> None:
    sys.exit(f"setup: {message}")


def apt_options() -> list[str]:
    return [
        f"-oDir::State::lists={STATE}/lists",
        f"-oDir::Cache={STATE}/cache",
        f"-oDir::Etc::sourcelist={STATE}/spanorama.sources",
        "-oDir::Etc::sourceparts=/dev/null",
        "-oAPT::Sandbox::User=root",
        "-oAcquire::Retries=3",
        "-qq",
    ]


def use_suites(mirror: apt_mirror.Mirror, suites: list[str]) -> None:
    """Points the private apt state at these suites and reads their lists of sources."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (STATE / folder).mkdir(parents=True, exist_ok=True)
    lines = ["Types: deb-src", f"URIs: {mirror.uri}", f"Suites: {' '.join(suites)}", "Components: main"]
    if mirror.signed_by:
        lines.append(f"Signed-By: {mirror.signed_by}")
    (STATE / "spanorama.sources").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"setup: reading Debian's lists of sources ({', '.join(suites)})", flush=True)
    subprocess.run(["apt-get", *apt_options(), "update"], check=True)


def known_versions(package: str) -> list[str]:
    shown = subprocess.run(["apt-cache", *apt_options(), "showsrc", "--only-source", package],
                           check=False, capture_output=True, text=True)
    return [line.split(": ", 1)[1] for line in shown.stdout.splitlines() if line.startswith("Version: ")]


def version_at_least(version: str, minimum: str) -> bool:
    return subprocess.run(["dpkg", "--compare-versions", version, "ge", minimum], check=False).returncode == 0


def choose_version(package: dict) -> str | None:
    versions = known_versions(package["name"])
    if package["version"] in versions:
        return package["version"]
    fitting = [version for version in versions if version_at_least(version, package["minimum"])]
    return fitting[0] if fitting else None


def check_hashes(folder: pathlib.Path, expected: dict[str, str]) -> None:
    for name, sha256 in expected.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != sha256:
            fail(f"{name} has sha256 {found}, expected {sha256}; nothing was unpacked")


def unpack(package: dict, version: str, downloads: pathlib.Path) -> None:
    target = DEPS / package["name"]
    shutil.rmtree(target, ignore_errors=True)
    if package.get("upstream_only"):
        target.mkdir(parents=True)
        archive = next(downloads.glob("*.orig.tar.*"))
        subprocess.run(["tar", "-xf", str(archive), "-C", str(target), "--strip-components=1"], check=True)
    else:
        description = next(downloads.glob("*.dsc"))
        subprocess.run(["dpkg-source", "--no-check", "--no-copy", "-x", str(description), str(target)],
                       check=True, stdout=subprocess.DEVNULL)
    (target / ".spanorama-version").write_text(version, encoding="utf-8")


def download(package: dict, version: str) -> None:
    downloads = STATE / "downloads" / package["name"]
    shutil.rmtree(downloads, ignore_errors=True)
    downloads.mkdir(parents=True)
    print(f"setup: fetching the source of {package['name']} {version}", flush=True)
    # Debian's own part (build rules) is not needed where nothing of it changes the code.
    part = ["--tar-only"] if package.get("upstream_only") else []
    subprocess.run(["apt-get", *apt_options(), "source", "--download-only", *part, f"{package['name']}={version}"],
                   check=True, cwd=downloads)
    if version == package["version"]:
        check_hashes(downloads, package["sha256"])
    else:
        print(f"setup: {package['name']} {package['version']} is gone from the mirror; {version} is used on apt's word")
    unpack(package, version, downloads)


def is_present(package: dict) -> bool:
    stamp = DEPS / package["name"] / ".spanorama-version"
    return stamp.is_file() and version_at_least(stamp.read_text(encoding="utf-8"), package["minimum"])


def fetch_debian(packages: list[dict]) -> None:
    """Tries each package's first suite for all of them in one go, then the further suites for what is left."""
    missing = [package for package in packages if not is_present(package)]
    if not missing:
        return
    mirror = apt_mirror.debian_mirror()
    if mirror is None:
        fail("apt's configuration names no Debian mirror; configure with -DSPANORAMA_FETCH=ON instead")
    for attempt in range(2):
        suites = sorted({package["suites"][attempt] for package in missing})
        use_suites(mirror, suites)
        left = []
        for package in missing:
            version = choose_version(package)
            if version is None:
                left.append(package)
            else:
                download(package, version)
        missing = left
        if not missing:
            shutil.rmtree(STATE)
            return
    fail("the mirror lacks " + ", ".join(f"{package['name']} >= {package['minimum']}" for package in missing))


def main() -> None:
    wanted = json.loads((ROOT / "cmake" / "dependencies.json").read_text(encoding="utf-8"))
    fetch_debian(wanted["debian_sources"])
    for wheel in wanted["python_wheels"]:
        otlp_descriptors.fetch(wheel, DEPS)


if __name__ == "__main__":
    main()
