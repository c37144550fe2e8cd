/* SPDX-License-Identifier: MIT */
#include "matrix/prove.h"

#include "text/text.h"

#include <string.h>

/* What to blame where the page traps; found once for a worker. NULL, or why it can't be found. */
static const char *find_vsyscall(const struct vsyscall **vs)
{
    static struct vsyscall found;
    static bool is_known;
    const char *why = NULL;
    if (!is_known && vsyscall_find(&found, &why))
        return why;
    is_known = true;
    *vs = &found;
    return NULL;
}

static void answer_prove(const struct worker_host *host, const struct work *w, char **words,
                         const struct worker_lines *lines)
{
    struct cell cell;
    const struct vsyscall *vs;
    const char *why = cell_by_name(words[1], &cell) ? find_vsyscall(&vs) : "there is no such cell";
    (void)host;
    (void)w;
    if (why) {
        worker_say_error(lines, words[1], why);
        return;
    }
    cell_prove(&cell, vs);
    worker_say(lines, "prove ");
    worker_say(lines, cell_state_name(cell.state));
    worker_say(lines, " ");
    worker_say(lines, cell.reason);
    worker_say(lines, "\n");
}

const struct worker_request request_prove = {
    .name = "prove", .least = 2, .most = 2, .answer = answer_prove, .finds_itself = true};

bool prove_take(struct cell *cell, const char *answer)
{
    size_t length = strcspn(answer, " ");
    for (int state = CELL_MEASURED; state <= CELL_FAILED; state++) {
        const char *name = cell_state_name((enum cell_state)state);
        if (strlen(name) != length || strncmp(name, answer, length) != 0)
            continue;
        cell->state = (enum cell_state)state;
        text_say(cell->reason, sizeof cell->reason, "%s",
                 answer + length + (answer[length] == ' '));
        return true;
    }
    return false;
}
