# SPDX-License-Identifier: MIT
"""Files that are whole or not there, written through nobody's link: the rules of harness/output."""

import errno
import os
import stat


def folder(path):
    """Makes it where it is absent. A link to it has to be this user's or root's."""
    os.makedirs(path, exist_ok=True)
    found = os.lstat(path)
    if stat.S_ISLNK(found.st_mode) and found.st_uid not in (0, os.geteuid()):
        raise OSError(errno.ELOOP, "is another user's link; name the folder itself", path)


def _clear(path):
    """What a writer that was killed left."""
    if os.path.lexists(path) and os.lstat(path).st_uid == os.geteuid():
        os.unlink(path)


def put(path, content):
    """The bytes, beside their place and then in it."""
    if os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(errno.EEXIST, "is no regular file; remove it or name another folder", path)
    partial = path + ".partial"
    _clear(partial)
    made = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    try:
        with os.fdopen(made, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(partial, path)
    except BaseException:
        os.unlink(partial)
        raise
