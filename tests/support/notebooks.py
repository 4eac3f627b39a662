"""Notebooks for the tests of the engine, one for each kind of output and each way to fail, as scripts of cells.

A line ``# %% TAG …`` begins a code cell with these tags, ``# %% [markdown]`` one of prose.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def notebook(stem: str, script: str) -> nbformat.NotebookNode:
    """The notebook of a script; the ids of its cells begin with `stem`."""
    made = nbformat.v4.new_notebook(metadata=KERNEL)
    parts = re.split(r"(?m)^# %%(.*)\n", script)[1:]
    for number, (head, source) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        tags = head.split()
        new_cell = nbformat.v4.new_markdown_cell if tags == ["[markdown]"] else nbformat.v4.new_code_cell
        cell = new_cell(source.strip("\n"), id=f"{stem.replace('_', '-')}-{number}")
        if tags and tags != ["[markdown]"]:
            cell.metadata["tags"] = tags
        made.cells.append(cell)
    return made


def write(name: str, folder: Path) -> Path:
    """The path of the notebook `name` of `SCRIPTS`, written into a folder."""
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook(name, SCRIPTS[name]), path)
    return path


SCRIPTS = {
    "broken": r"""
# %% parameters
region = "banjar"
year = 2025
# %%
print("fine", region)
# %% [markdown]
Here it breaks.
# %%
print("last words")
raise ValueError("the index is\nnot a number")
# %%
print("never")
""",
    "figures": """
# %% parameters
region = "banjar"
year = 2025
# %%
import os

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns

os.environ["SOURCE_DATE_EPOCH"] = "0"
mpl.rcParams["svg.hashsalt"] = "ipasn"
mpl.is_interactive(), mpl.get_backend(auto_select=False)
# %%
plt.plot([1, 3, 2])
plt.title("at the end of the cell")
print("printed first")
# %%
plt.is_interactive() if hasattr(plt, "is_interactive") else plt.isinteractive(), plt.get_backend(), plt.get_fignums()
# %%
fig, axes = plt.subplots(1, 2, figsize=(4, 2))
axes[0].bar(["a", "b"], [1, 2])
plt.show()
print("after show")
plt.scatter([1, 2], [2, 1]);
# %%
fig
# %%
fig.savefig("unused.svg") if False else None
fig, axis = plt.subplots(facecolor=(0, 0, 0, 0))
axis.tick_params(labelcolor="white")
# %%
%matplotlib inline
plt.hist([1, 1, 2]);
# %%
%config InlineBackend.figure_formats = ["svg", "png"]
sns.barplot(x=["a", "b"], y=[1, 2])
# %% raises-exception
plt.plot([1, 2], [1, 2, 3])
# %%
figure, axis = plt.subplots()
axis.plot(np.sin(np.arange(5)))
plt.close(figure)
"closed"
""",
    "flood": """
# %%
while True:
    print("x" * 1000)
""",
    "flood_display": """
# %%
while True:
    display({"text/plain": "x" * 10000}, raw=True)
""",
    "flood_program": """
# %%
import os

os.system("yes")
""",
    "hang": """
# %% parameters
mark = ""
# %%
import time
from pathlib import Path

print("waiting")
if mark:
    Path(mark).touch()
time.sleep(600)
# %%
print("never")
""",
    "hang_swallowing": """
# %% parameters
mark = ""
# %%
import contextlib
import time
from pathlib import Path

while True:
    with contextlib.suppress(BaseException):
        Path(mark).touch()
        time.sleep(600)
""",
    "hog": """
# %%
block = bytearray(50_000_000)
print(len(block))
# %%
blocks = [bytearray(100_000_000) for _ in range(40)]
""",
    "huge": """
# %%
print("y" * 20_000_000)
display({"text/plain": "z" * 5_000_000}, raw=True)
""",
    "killed": """
# %%
import os
import signal

print("last words")
os.kill(os.getpid(), signal.SIGKILL)
# %%
print("never")
""",
    "leaves_program": """
# %%
import subprocess

process = subprocess.Popen(["sleep", "300"])
print(process.pid)
""",
    "no_parameters": """
# %%
print("no parameters cell")
""",
    "os_exit": """
# %%
print("before")
# %%
import os

print("not yet flushed")
os._exit(7)
# %%
print("never")
""",
    "outputs": r"""
# %% [markdown]
# Every kind of output
# %% parameters
region = "banjar"
year = 2025
# %%
import os
import sys

print("out", region, year)
print("err", file=sys.stderr)
print("more out")
# %%
print("first", flush=True)
print("second")
os.system("echo from a program; echo its error >&2")
print("third")
# %%
!echo from the shell
listed = !echo one two
listed
# %%
"an expression"
"the last one"
# %%
None
# %%
# %%
from IPython.display import HTML, JSON, SVG, Markdown, clear_output, display, update_display

display(HTML("<b>tebal</b>"), metadata={"ipasn": {"kind": "prose", "name": "a"}})
Markdown("*miring*")
# %%
bundle = {
    "text/html": "<table></table>",
    "text/vnd.typst": "#table()",
    "application/vnd.ipasn+json": {"indeks": 81.25, "tabel": [1, None, "x"]},
    "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "text/plain": "tabel",
}
note = {"kind": "table", "text/vnd.typst": {"wide": True}}
display(bundle, raw=True, metadata=note)
# %%
class Both:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return bundle, note

    def _repr_html_(self):
        return "<i>not this</i>"


Both()
# %%
display(JSON({"a": [1.5, True]}))
print("between")
display(SVG("<svg xmlns='http://www.w3.org/2000/svg'><title>é</title></svg>"))
Both()
# %%
handle = display("before", display_id="kept")
print("then")
# %%
update_display("after", display_id="kept")
handle.update(HTML("<u>after all</u>"))
display("again", display_id="kept")
# %%
print("cleared")
display("cleared too")
clear_output()
print("left")
# %%
display("cleared late")
clear_output(wait=True)
print("instead")
# %%
import pandas as pd

frame = pd.DataFrame({"unit": ["Dinas A", "Dinas B"], "indeks": [81.5, 79.25]})
display(frame)
frame.describe()
# %%
import asyncio


async def later(value):
    await asyncio.sleep(0.001)
    print("awaited", value)
    return value * 2


await later(21)
# %%
task = asyncio.get_running_loop().create_task(asyncio.sleep(0.001, "slept"))
"scheduled"
# %%
await task
# %% raises-exception
waiting = later(1)
asyncio.run(waiting)
# %%
waiting.close()
# %% raises-exception
def outer(value):
    return inner(value - 1)


def inner(value):
    return 1 / value


print("before the error")
outer(1)
# %% raises-exception
input("who? ")
# %% raises-exception
import getpass

getpass.getpass()
# %% raises-exception
class Bad:
    def _repr_html_(self):
        raise ValueError("no html")

    def __repr__(self):
        return "bad but shown"


Bad()
# %% raises-exception
sys.exit(3)
# %%
%who_ls
# %%
%%capture caught
print("kept apart")
# %%
caught.stdout, In[-1], Out[4], _ is None
# %%
print("a\rb\b", "é ü 🙂", sep="|", end="")
sys.stdout.write("x")
# %%
import threading

thread = threading.Thread(target=print, args=("from a thread",))
thread.start()
thread.join()
# %%
import logging

logging.getLogger("unit").warning("a warning of a log")
logging.getLogger("unit").info("not shown")
# %%
print(sys.stdin.read(), sys.stdout.isatty(), type(get_ipython()).__name__, __name__)
os.environ["MPLBACKEND"], sys.path.index("") > 0
# %%
%matplotlib inline
# %%
print?
""",
    "quits": """
# %%
print("before")
# %%
quit()
""",
    "quits_early": """
# %%
exit()
# %%
print("never")
""",
    "segfault": """
# %%
import ctypes

ctypes.string_at(0)
# %%
print("never")
""",
    "state": """
# %% parameters
region = "banjar"
# %%
import os
import random
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd

seen = {
    "cwd": Path.cwd().name,
    "random": [random.random(), np.random.random()],
    "leaked": sorted({"region_of_last", "leak_module"} & {*globals(), *sys.modules}),
    "environment": os.environ.get("IPASN_LEAK"),
    "font": mpl.rcParams["font.size"],
    "figures": mpl.pyplot.get_fignums() if hasattr(mpl, "pyplot") else [],
    "option": pd.get_option("display.max_rows"),
    "count": len(Out),
}
# %%
display({"application/vnd.ipasn+json": seen, "text/plain": region}, raw=True)
# %%
import types

import matplotlib.pyplot as plt

region_of_last = region
sys.modules["leak_module"] = types.ModuleType("leak_module")
os.environ["IPASN_LEAK"] = region
np.random.seed(99)
random.seed(99)
mpl.rcParams["font.size"] = 33
pd.set_option("display.max_rows", 7)
plt.ioff()
plt.figure()
os.chdir("/")
""",
    "sysexit0": """
# %%
print("before")
# %%
import sys

sys.exit(0)
# %%
print("never")
""",
    "twins": """
# %% parameters
region = "banjar"
value = 0
# %%
import time

import matplotlib.pyplot as plt

for _ in range(20):
    print(region, value)
    time.sleep(0.01)
# %%
figure, axis = plt.subplots()
axis.bar([region], [value])
plt.show()
display({"application/vnd.ipasn+json": {region: value}, "text/plain": region}, raw=True)
# %%
f"{region} {value}"
""",
    "unseeded": """
# %% parameters
region = "banjar"
year = 2025
# %%
import random

import numpy as np

print(random.random(), np.random.random())
""",
}
"""By name."""
