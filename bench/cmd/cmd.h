/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_H
#define SYSTOLL_CMD_H

#include "cmd/opt.h"

#define COMMAND(name) extern const struct command cmd_##name;
#include "cmd/commands.def"
#undef COMMAND

#endif
