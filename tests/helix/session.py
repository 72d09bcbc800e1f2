"""Uses asl-lsp in Helix as a user does, with the configuration of docs/editors/helix.md: session.py OUT

`hx`, `tmux` and `asl-lsp` are on the PATH. Helix runs in a terminal of tmux, whose last screen is left in OUT.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUT = Path(sys.argv[1]).resolve()
SOCKET = OUT / "tmux"
DEFINITION = """{
  "StartAt": "Check",
  "States": {
    "Check": { "Type": "Pass", "Next": "Shp" },
    "Ship": { "Type": "Succeed" }
  }
}
"""


def tmux(*arguments: str) -> str:
    command = ["tmux", "-u", "-f", "/dev/null", "-S", str(SOCKET), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def keys(*names: str) -> None:
    for name in names:
        tmux("send-keys", name)
        time.sleep(0.05)


def write(text: str) -> None:
    tmux("send-keys", "-l", text)


def wait(step: str, text: str) -> None:
    """Waits until a text is on the screen."""
    screen = ""
    for _ in range(300):
        screen = tmux("capture-pane", "-p")
        (OUT / "screen.txt").write_text(screen)
        if text in screen:
            print("ok   ", step)
            return
        time.sleep(0.1)
    print("FAIL ", step, f"- {text!r} is not on the screen:\n{screen}")
    sys.exit(1)


def saved(step: str, expected: str) -> None:
    """Saves the file, and waits until it contains a text."""
    keys("Escape")
    write(":write")
    keys("Enter")
    for _ in range(100):
        if expected in FILE.read_text():
            print("ok   ", step)
            return
        time.sleep(0.1)
    print("FAIL ", step, f"- {expected!r} is not in the file:\n{FILE.read_text()}")
    sys.exit(1)


config = OUT / "config/helix"
config.mkdir(parents=True, exist_ok=True)
page = (ROOT / "docs/editors/helix.md").read_text()
(config / "languages.toml").write_text(re.search(r"```toml\n(.*?)```", page, re.DOTALL).group(1))
(config / "config.toml").write_text('[editor]\nend-of-line-diagnostics = "hint"\n')
FILE = OUT / "order.asl.json"
FILE.write_text(DEFINITION)

os.environ |= {"XDG_CONFIG_HOME": str(OUT / "config"), "XDG_CACHE_HOME": str(OUT / "cache"), "LC_ALL": "C.UTF-8"}
os.environ.pop("TMUX", None)
tmux("new-session", "-d", "-x", "120", "-y", "30", "hx", str(FILE))
try:
    wait("findings", "no state named")
    # The cursor is on the type of the first state.
    keys("g", "g", "j", "j", "j", "f", "T", "Space", "k")
    wait("hover", "What the state does")
    keys("Escape")
    # On the name that does not exist.
    keys("g", "g", "j", "j", "j", "f", "S", "Space", "a")
    wait("code actions", "Change to `Ship`")
    keys("Enter")
    saved("a quick fix", '"Next": "Ship"')
    keys("g", "g", "j", "j", "j", "f", "S", "Space", "r")
    wait("the name to rename", "rename-to:")
    keys("C-u")
    write("Send")
    keys("Enter")
    saved("rename", '"Send": { "Type": "Succeed" }')
    assert '"Next": "Send"' in FILE.read_text()
    # Instead of the name: the states of the machine.
    keys("g", "g", "j", "j", "j", "f", "S", "c")
    keys("C-x")
    wait("completion", "Check")
    keys("Escape", "u", "Space", "s")
    wait("symbols", "Send")
    keys("Escape")
finally:
    tmux("kill-server")
