"""The pages that the tests of tests/page look at, made by the program under test."""

import pathlib
import subprocess

SCENARIOS = ["link-a-link-b", "six-links", "n-minus-1", "percentile", "dual-stack", "nothing-to-do"]


def make_pages(program, source, folder):
    """Writes every page below `folder` and returns their names."""
    source, folder = pathlib.Path(source), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    scenarios = source / "scenarios"
    pages = {f"advise-{name}": ["advise", scenarios / name / "scenario.json"] for name in SCENARIOS}
    headline = scenarios / "link-a-link-b" / "scenario.json"
    pages["drain"] = ["drain", headline, "--link", "A"]
    pages["whatif"] = ["whatif", headline, "--set", "11.0.0.0/24@B=0"]
    pages["frontier"] = ["frontier", scenarios / "six-links" / "scenario.json"]
    learning = scenarios / "learning"
    pages["learn"] = ["learn", learning / "log.jsonl", learning / "scenario.json"]
    as_rel = folder / "as-rel.txt"
    as_rel.write_text("64501|64500|-1\n64502|64500|-1\n64501|64511|-1\n64502|64512|-1\n"
                      "64501|64502|0\n64503|64501|-1\n64503|64502|-1\n64503|64513|-1\n")
    pages["catchment"] = ["catchment", "--as-rel", as_rel, "--origin", "64500", "--link", "A=64501",
                          "--link", "B=64502", "--sweep", "3"]
    for name, words in pages.items():
        path = folder / f"{name}.html"
        done = subprocess.run([program, *map(str, words), "--format", "html", "-o", str(path)],
                              capture_output=True, text=True, check=False)
        if not path.exists():
            raise SystemExit(f"no page {name}: {done.stderr}")
    return sorted(pages)
