/* SPDX-License-Identifier: MIT */
#include "machine/claim.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PLACES = 16 }; /* so many runs find each other on one CPU; each has a name of its own */

static socklen_t make_name(struct sockaddr_un *name, int cpu, int place)
{
    *name = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length =
        snprintf(name->sun_path + 1, sizeof name->sun_path - 1, "systoll.cpu.%d.%d", cpu, place);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
}

/* The first place that is free; PLACES where none is. */
static int take_place(int socket, int cpu)
{
    struct sockaddr_un name;
    int place = 0;
    for (; place < PLACES; place++) {
        socklen_t size = make_name(&name, cpu, place);
        if (bind(socket, (const struct sockaddr *)&name, size) == 0)
            break;
    }
    return place;
}

/* Each run takes its place first and asks then, so of two that come together one hears of the other
 * here, and the other of it by the byte. A full queue is somebody too. */
static bool tell(int socket, int cpu, int place)
{
    struct sockaddr_un name;
    socklen_t size = make_name(&name, cpu, place);
    return sendto(socket, "", 1, 0, (const struct sockaddr *)&name, size) == 1 || errno == EAGAIN;
}

void claim_cpu(struct claim *c, int cpu)
{
    *c = (struct claim){.socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (c->socket < 0)
        return;
    int own = take_place(c->socket, cpu);
    for (int place = 0; place < PLACES; place++)
        if (place != own && tell(c->socket, cpu, place))
            c->met = true;
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
