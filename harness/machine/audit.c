/* SPDX-License-Identifier: MIT */
#include "machine/audit.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* include/linux/audit.h: no more fits a netlink message of the kernel's. */
enum { MESSAGE = 8970 };

/* One message of the kernel's. */
union answer {
    struct nlmsghdr header;
    char bytes[MESSAGE];
};

/* Opens the socket and sends the question. A descriptor, or -errno. No file tells; auditctl asks
 * this way too. */
static int ask_audit(unsigned short question)
{
    const struct nlmsghdr header = {
        .nlmsg_len = sizeof header, .nlmsg_type = question, .nlmsg_flags = NLM_F_REQUEST};
    const struct timeval patience = {.tv_sec = 5}; /* it answers at once, or so on a busy machine */
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

    if (fd < 0)
        return -errno;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (send(fd, &header, sizeof header, 0) >= 0)
        return fd;
    int error = -errno;
    close(fd);
    return error;
}

/* The type of the next answer of at least that many bytes, or -errno, that of the kernel's refusal
 * too. */
static int next(int fd, union answer *a, size_t least)
{
    memset(a, 0, sizeof *a);
    ssize_t got = recv(fd, a, sizeof *a, 0);
    const struct nlmsgerr *refusal = NLMSG_DATA(&a->header);

    if (got < 0)
        return -errno;
    if (a->header.nlmsg_type == NLMSG_ERROR && refusal->error < 0)
        return refusal->error;
    if (a->header.nlmsg_type != NLMSG_DONE && (size_t)got < NLMSG_LENGTH(least))
        return -EPROTO;
    return a->header.nlmsg_type;
}

int audit_enabled(void)
{
    union answer a;
    const struct audit_status *status = NLMSG_DATA(&a.header);
    int fd = ask_audit(AUDIT_GET);

    if (fd < 0)
        return fd;
    int type = next(fd, &a, offsetof(struct audit_status, failure));
    close(fd);
    if (type < 0)
        return type;
    return type == AUDIT_GET ? (int)status->enabled : -EPROTO;
}

static void take_rule(struct audit_rules *r, const struct audit_rule_data *rule)
{
    unsigned list = rule->flags & ~(unsigned)AUDIT_FILTER_PREPEND;

    if (list == AUDIT_FILTER_EXIT)
        r->exit++;
    if (list == AUDIT_FILTER_TASK && rule->action == AUDIT_NEVER && rule->field_count == 0)
        r->never = true;
}

int audit_rules_read(struct audit_rules *r)
{
    union answer a;
    int fd = ask_audit(AUDIT_LIST_RULES), type = 0;

    *r = (struct audit_rules){0};
    if (fd < 0)
        return fd;
    while ((type = next(fd, &a, offsetof(struct audit_rule_data, mask))) == AUDIT_LIST_RULES)
        take_rule(r, NLMSG_DATA(&a.header));
    close(fd);
    return type == NLMSG_DONE ? 0 : type < 0 ? type : -EPROTO;
}
