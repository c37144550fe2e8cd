/* SPDX-License-Identifier: MIT */
#include "machine/audit.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* No file tells; auditctl -s asks this way too. */
static int ask(int fd)
{
    const struct nlmsghdr question = {
        .nlmsg_len = sizeof question, .nlmsg_type = AUDIT_GET, .nlmsg_flags = NLM_F_REQUEST};
    const struct timeval patience = {.tv_usec = 100000};
    struct {
        struct nlmsghdr header;
        union {
            struct audit_status status;
            struct nlmsgerr error;
        };
    } answer = {0};

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (send(fd, &question, sizeof question, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0)
        return -errno;
    if (answer.header.nlmsg_type == AUDIT_GET)
        return (int)answer.status.enabled;
    return answer.header.nlmsg_type == NLMSG_ERROR && answer.error.error < 0 ? answer.error.error
                                                                             : -EPROTO;
}

int audit_enabled(void)
{
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

    if (fd < 0)
        return -errno;
    int state = ask(fd);
    close(fd);
    return state;
}
