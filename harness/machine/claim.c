/* SPDX-License-Identifier: MIT */
#include "machine/claim.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void claim_cpu(struct claim *c, int cpu)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int length = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "systoll.cpu.%d", cpu);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
    *c = (struct claim){.socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (c->socket < 0 || bind(c->socket, (const struct sockaddr *)&name, size) == 0)
        return;
    c->met = errno == EADDRINUSE;
    if (c->met)
        sendto(c->socket, "", 1, 0, (const struct sockaddr *)&name, size);
}

bool claim_shared(struct claim *c)
{
    char byte;
    if (c->socket > 0 && recv(c->socket, &byte, 1, 0) == 1)
        c->met = true;
    return c->met;
}

void claim_end(struct claim *c)
{
    if (c->socket > 0) /* 0: never claimed */
        close(c->socket);
    c->socket = -1;
}
