"""procflow schema"""

import json
from pathlib import Path

import click

from procflow.cli.exits import DONE
from procflow.cli.output import print_json, remark, say, table
from procflow.cli.settings import Settings, group_options, pass_settings

SUFFIX = ".schema.json"


@click.command()
@click.argument("name", required=False)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write it to this file instead."
)
@click.option("--list", "listed", is_flag=True, help="List what there is.")
@group_options
@pass_settings
def schema(settings: Settings, name: str | None, output: Path | None, listed: bool) -> int:
    """Print the JSON Schema of a kind of file, for editors.

    NAME is the kind. Without it: as --list.

    \b
    Examples:
      procflow schema --list
      procflow schema process -o process.schema.json
    """
    known = _known()
    if listed or name is None:
        _list(known, as_json=settings.json)
        return DONE
    if name not in known:
        raise click.BadParameter(f"{name} has no schema; there are {', '.join(known)}", param_hint="NAME")
    text = known[name].read_text(encoding="utf-8")
    if output is None:
        say(text.rstrip("\n"))
        return DONE
    output.write_text(text, encoding="utf-8", newline="\n")
    remark(f"wrote {output}")
    return DONE


def _known() -> dict[str, Path]:
    """The schemas that come with procflow, by the name of what they describe."""
    from procflow.bundled import bundled

    return {file.name.removesuffix(SUFFIX): file for file in sorted(bundled("schemas").glob(f"*{SUFFIX}"))}


def _list(known: dict[str, Path], *, as_json: bool) -> None:
    heads = {name: json.loads(file.read_text(encoding="utf-8")) for name, file in known.items()}
    if as_json:
        print_json(
            [{"name": name, "title": head["title"], "file": str(known[name])} for name, head in heads.items()]
        )
        return
    say(table(("name", "describes"), [(name, str(head["title"])) for name, head in heads.items()]))
