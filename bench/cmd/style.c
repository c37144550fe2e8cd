/* SPDX-License-Identifier: MIT */
#include "cmd/style.h"

#include "report/layout.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { UNKNOWN_WIDTH = 80 };

static bool colour_wanted(void)
{
    const char *never = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return (!never || !*never) && (!terminal || strcmp(terminal, "dumb") != 0);
}

static int width_of(int fd)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return UNKNOWN_WIDTH;
    int width = size.ws_col > LAYOUT_LEAST ? size.ws_col : LAYOUT_LEAST;
    return width < LAYOUT_MOST ? width : LAYOUT_MOST;
}

struct report_style style_of(FILE *out)
{
    int fd = fileno(out);
    if (!isatty(fd))
        return (struct report_style){.colour = false, .width = LAYOUT_WIDTH};
    return (struct report_style){.colour = colour_wanted(), .width = width_of(fd)};
}
