"""The gate that stands before every file from outside."""

from darddr.uploads.gate import check
from darddr.uploads.limited import check_files, check_in_subprocess
from darddr.uploads.verdict import Verdict

__all__ = ["Verdict", "check", "check_files", "check_in_subprocess"]
