/* SPDX-License-Identifier: MIT */
/* stepped CELL...: "CELL INSTRUCTIONS" of a call in user mode, counted by single steps. */
#include "stepped.h"
#include "matrix/work_names.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    int code = argc < 2 ? 2 : 0;
    for (int i = 1; i < argc; i++) {
        const char *reason = "can't be stepped through";
        const struct work *w = work_find(argv[i], &reason);
        long count = w ? stepped_call(w) : -1;
        if (count < 0) {
            fprintf(stderr, "stepped: %s: %s\n", argv[i], reason);
            code = 1;
        } else {
            printf("%s %ld\n", argv[i], count);
        }
    }
    return code;
}
