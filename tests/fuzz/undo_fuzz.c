/* SPDX-License-Identifier: MIT */
#include "undo/undo_note.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* What is taken from a note can be obeyed; of what is not, it is said why. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct undo_note n;
    char why[100], line[UNDO_GROUP_LINE + 1];
    bool good = undo_note_parse((const char *)data, size, &n, why, sizeof why);
    if (good != (*why == '\0'))
        abort();
    if (good && (!n.command || (n.folder && (*n.folder != '/' || !n.environment || !n.boot)) ||
                 n.group.id < 0 || n.mask > 0777))
        abort();
    if (good) {
        undo_note_group(&n.group, line);
        if (strlen(line) != UNDO_GROUP_LINE)
            abort();
    }
    undo_note_free(&n);
    return 0;
}
