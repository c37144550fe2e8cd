/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_PICTURE_H
#define SYSTOLL_FLEET_PICTURE_H

#include "fleet/groups.h"
#include "plot/gallery.h"

#include <jansson.h>

/* What the picture is made of; nothing is owned, and it must outlive the drawing. */
struct fleet_drawn {
    const struct fleet *fleet;
    const struct fleet_groups *groups;
    const json_t *document;
};

/* A strip for each cell, with a dot for each host at its ratio to its group's median; outliers are
 * labelled. Its write gives -ENODATA where no time is judged. */
struct drawing fleet_drawing(const struct fleet_drawn *d);

#endif
