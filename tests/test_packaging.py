"""The bundled files are found from a wheel, from an sdist, from an editable install and from a checkout."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest
from build import ProjectBuilder

import procflow

PROBE = """
import json, site, sys
for folder in sys.argv[1:]:
    site.addsitedir(folder)
import procflow
from procflow.bundled import BundledFilesMissing, bundled
def found(name):
    try:
        return str(bundled(name))
    except BundledFilesMissing as error:
        return f"{type(error).__name__}: {error}"
print(json.dumps({"package": procflow.__file__, "version": procflow.__version__,
                  "schemas": found("schemas"), "processes": found("processes")}))
"""


@dataclass(frozen=True, slots=True)
class Probed:
    package: Path
    version: str
    schemas: str
    processes: str


def probe(*path: Path, site: tuple[Path, ...] = ()) -> Probed:
    """What a fresh interpreter sees that has only `path`, the folders `site` and the libraries.

    Without `site` of its own (-S) it cannot see the editable install that these tests may themselves run in.
    """
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    run = subprocess.run(
        [sys.executable, "-S", "-c", PROBE, *map(str, site)],
        env={"PYTHONPATH": os.pathsep.join([*map(str, path), *libraries])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    return Probed(Path(answer["package"]), answer["version"], answer["schemas"], answer["processes"])


def install(wheel: Path, target: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--no-index", "--target", str(target), str(wheel)], check=True)
    return target


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def assert_holds_the_repositorys_files(found: str, repository: Path, name: str) -> None:
    held = files(Path(found))
    assert held, f"no file in {found}"
    assert held == files(repository / name)


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(ProjectBuilder(repository).build("wheel", tmp_path_factory.mktemp("wheel")))


@pytest.fixture(scope="module")
def sdist(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    archive = Path(ProjectBuilder(repository).build("sdist", tmp_path_factory.mktemp("sdist")))
    unpacked = tmp_path_factory.mktemp("unpacked")
    shutil.unpack_archive(archive, unpacked, filter="data")
    return unpacked / archive.name.removesuffix(".tar.gz")


def test_wheel(wheel: Path, repository: Path, tmp_path: Path) -> None:
    target = install(wheel, tmp_path)
    probed = probe(target)
    assert probed.package.is_relative_to(target)
    assert probed.version == procflow.__version__
    assert Path(probed.schemas).is_relative_to(target)
    assert_holds_the_repositorys_files(probed.schemas, repository, "schemas")
    assert_holds_the_repositorys_files(probed.processes, repository, "processes")


def test_wheel_from_sdist_is_the_same(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    from_sdist = Path(ProjectBuilder(sdist).build("wheel", tmp_path / "built"))
    assert files(install(from_sdist, tmp_path / "a") / "procflow") == files(
        install(wheel, tmp_path / "b") / "procflow"
    )


def test_unpacked_sdist_serves_as_checkout(sdist: Path, repository: Path) -> None:
    probed = probe(sdist / "src")
    assert probed.package.is_relative_to(sdist)
    assert Path(probed.processes) == sdist / "processes"
    assert_holds_the_repositorys_files(probed.schemas, repository, "schemas")
    assert (sdist / "tests" / "test_packaging.py").is_file()


def test_editable(repository: Path, tmp_path: Path) -> None:
    built = Path(ProjectBuilder(repository).build("editable", tmp_path / "built"))
    probed = probe(site=(install(built, tmp_path / "site"),))
    assert probed.package.is_relative_to(repository / "src")
    assert Path(probed.schemas) == repository / "schemas"
    assert Path(probed.processes) == repository / "processes"


def test_checkout(repository: Path) -> None:
    probed = probe(repository / "src")
    assert Path(probed.schemas) == repository / "schemas"
    assert Path(probed.processes) == repository / "processes"


def test_package_without_its_files_says_where_it_looked(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository / "src" / "procflow", tmp_path / "procflow")
    probed = probe(tmp_path)
    assert probed.package.is_relative_to(tmp_path)
    assert probed.schemas.startswith("BundledFilesMissing: the schemas that come with procflow are missing")
    assert str(tmp_path / "procflow" / "_bundled" / "schemas") in probed.schemas
