# SPDX-License-Identifier: GPL-3.0-or-later
"""What the check-* lints share: the files of the tree, and one way to report."""
import os
import pathlib
import subprocess
import sys

SKIPPED_FOLDERS = {".git", "build", "__pycache__"}


def root_of(arguments):
    """The tree to judge: the first argument, or the checkout that the lint stands in."""
    return pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parent.parent).resolve()


def build_of(lint, arguments, needed):
    """The build folder to judge, the one argument; it must hold a file that the lint cannot do without."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(f"usage: {lint} BUILD_FOLDER", file=sys.stderr)
        sys.exit(2)
    build = pathlib.Path(arguments[0]).resolve()
    if not (build / needed).exists():
        sys.exit(f"{lint}: there is no {build / needed}; build first, or give another folder.")
    return build


def files_of(root):
    """Paths relative to root of the files that belong to the project: git's view where there is one, else all."""
    git = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (root / ".git").exists():
        listed = subprocess.run(git, capture_output=True, check=False)
        if listed.returncode == 0:
            names = sorted(name for name in listed.stdout.decode().split("\0") if name)
            return [pathlib.Path(name) for name in names if (root / name).is_file()]
    found = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(set(subfolders) - SKIPPED_FOLDERS)
        found += [(pathlib.Path(folder) / name).relative_to(root) for name in sorted(names)]
    return found


def text_of(path):
    """The file's text, or None where it is not text."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    return data.decode("utf-8", errors="replace")


def is_script(path):
    """True for a file without an extension that starts with #!."""
    return path.suffix in ("", ".py", ".sh") and path.read_bytes()[:2] == b"#!"


def finish(lint, findings, looked_at):
    """Prints the findings and leaves: 1 where there are any, 0 where there are none and something was looked at."""
    for finding in findings:
        print(finding)
    if not looked_at:
        sys.exit(f"{lint}: nothing to look at, which cannot be right.")
    if findings:
        sys.exit(f"{lint}: {len(findings)} finding(s) in {looked_at} looked at.")
    print(f"{lint}: {looked_at} looked at, nothing found.")
    sys.exit(0)


def skip(lint, why):
    """Leaves with status 77 (skipped), or 1 where everything is required."""
    print(f"{lint}: cannot run: {why}")
    sys.exit(1 if os.environ.get("RASIM_REQUIRE_ALL") == "1" else 77)
