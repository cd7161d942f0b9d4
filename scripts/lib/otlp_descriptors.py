"""OTLP's message definitions as a descriptor set for protoc, taken from the `opentelemetry-proto` wheel.

The wheel holds no .proto files, but each generated module ends in one call
`AddSerializedFile(b'…')` whose argument is the serialised FileDescriptorProto. protoc reads a set of those
with --descriptor_set_in. Nothing of the wheel is imported or run.
"""

import ast
import pathlib
import subprocess
import sys
import tempfile
import zipfile

# In the order of their imports: protoc wants a file after the files it needs.
MODULES = [
    "opentelemetry/proto/common/v1/common_pb2.py",
    "opentelemetry/proto/resource/v1/resource_pb2.py",
    "opentelemetry/proto/trace/v1/trace_pb2.py",
    "opentelemetry/proto/logs/v1/logs_pb2.py",
    "opentelemetry/proto/collector/trace/v1/trace_service_pb2.py",
    "opentelemetry/proto/collector/logs/v1/logs_service_pb2.py",
]


def serialised_file(source: str) -> bytes:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "AddSerializedFile":
            return ast.literal_eval(node.args[0])
    raise ValueError("no AddSerializedFile call")


def varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def descriptor_set(wheel: pathlib.Path) -> bytes:
    """A FileDescriptorSet: field 1, length-delimited, once per file."""
    encoded = b""
    with zipfile.ZipFile(wheel) as archive:
        for module in MODULES:
            body = serialised_file(archive.read(module).decode("utf-8"))
            encoded += b"\x0a" + varint(len(body)) + body
    return encoded


def fetch(wheel: dict, deps: pathlib.Path) -> None:
    """Downloads the wheel (pip checks the recorded hash) and leaves deps/otlp/descriptors.bin."""
    target = deps / "otlp" / "descriptors.bin"
    stamp = target.with_suffix(".version")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wheel["sha256"]:
        return
    print(f"setup: fetching {wheel['name']} {wheel['version']}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        requirements = pathlib.Path(folder) / "requirements.txt"
        requirements.write_text(f"{wheel['name']}=={wheel['version']} --hash=sha256:{wheel['sha256']}\n", encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                        "--require-hashes", "--requirement", str(requirements), "--dest", folder], check=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(descriptor_set(next(pathlib.Path(folder).glob("*.whl"))))
    stamp.write_text(wheel["sha256"], encoding="utf-8")
