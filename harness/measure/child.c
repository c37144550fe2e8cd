/* SPDX-License-Identifier: MIT */
#include "measure/child.h"

#include <signal.h>

int child_attributes(posix_spawnattr_t *attributes, short flags)
{
    sigset_t none, defaults;
    int error = posix_spawnattr_init(attributes);
    if (error)
        return error;
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGXFSZ);
    posix_spawnattr_setflags(attributes,
                             (short)(flags | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
    posix_spawnattr_setsigdefault(attributes, &defaults);
    posix_spawnattr_setsigmask(attributes, &none);
    return 0;
}
