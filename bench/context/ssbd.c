/* SPDX-License-Identifier: MIT */
#include "context/context.h"

#include <errno.h>
#include <linux/prctl.h>
#include <stddef.h>
#include <sys/prctl.h>

/* Documentation/userspace-api/spec_ctrl.rst: what PR_GET_SPECULATION_CTRL answers. */
static const char *explain_refusal(int error, int state)
{
    if (error == EINVAL || error == ENODEV)
        return "this kernel has no control of speculative store bypass";
    if (error == EPERM)
        return "speculative store bypass is disabled for good already";
    if (error != ENXIO)
        return "prctl(PR_SET_SPECULATION_CTRL) was refused";
    if (state == PR_SPEC_NOT_AFFECTED)
        return "this processor has no speculative store bypass to disable";
    return state == PR_SPEC_DISABLE
               ? "speculative store bypass is disabled for every process already"
               : "this processor or boot leaves no process the choice "
                 "(see spec_store_bypass_disable= and mitigations=)";
}

static const char *enter_ssbd(void)
{
    if (prctl(PR_SET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, PR_SPEC_DISABLE, 0, 0) == 0)
        return NULL;
    int error = errno;
    int state = prctl(PR_GET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, 0, 0, 0);
    return explain_refusal(error, state);
}

const struct context context_ssbd = {.enter = enter_ssbd};
