"""npm.py - a package of npm, installed once into the build folder, for tests that ask somebody else's program.

The build folder's npm/ holds them; `make clean` takes it away.
"""
import os
import shutil
import subprocess

FOLDER = os.path.join(os.path.abspath(os.environ.get("BUILDDIR", ".")), "npm")


def package_folder(name, version):
    """The folder whose node_modules has the package; None where node, npm or a registry is absent."""
    folder = os.path.join(FOLDER, name.replace("/", "-").lstrip("@"))
    installed = os.path.join(folder, "node_modules", *name.split("/"), "package.json")
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    if not os.path.exists(installed):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "package.json"), "w", encoding="utf-8") as f:
            f.write('{"private": true}\n')
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts", name + "@" + version], cwd=folder,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
    return folder if os.path.exists(installed) else None
