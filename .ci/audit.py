"""Fail if an installed package has a known vulnerability; say so, and pass, where no list of them can be reached."""

from __future__ import annotations

import json
import subprocess
import sys

# No fixed release, and no way in: the cache stores JSON text, never a pickle (jdextract/cache.py).
IGNORED = ("CVE-2025-69872",)


def main() -> None:
    command = [sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--progress-spinner", "off"]
    for known in IGNORED:
        command += ["--ignore-vuln", known]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        dependencies = json.loads(done.stdout)["dependencies"]
    except ValueError:
        if "ConnectionError" not in done.stderr and "ServiceError" not in done.stderr:
            sys.exit(f"pip-audit failed:\n{done.stderr}")
        dependencies = []
    vulnerable = [item for item in dependencies if item.get("vulns")]
    for item in vulnerable:
        for found in item["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "none"
            print(f"{item['name']} {item['version']}: {found['id']}, fixed in {fixed}")
    audited = sum("vulns" in item for item in dependencies)
    if audited:
        print(f"audited {audited} packages, left out {len(dependencies) - audited}: {len(vulnerable)} vulnerable")
    else:
        print("NOT AUDITED: no list of known vulnerabilities can be reached from this machine")
    sys.exit(1 if vulnerable else 0)


if __name__ == "__main__":
    main()
