/* SPDX-License-Identifier: MIT */
#include "matrix/prove.h"

#include "text/text.h"

#include <string.h>

/* What to blame where the page traps; found once for a worker. NULL with *why where it can't be
 * found. */
static const struct vsyscall *find_vsyscall(const char **why)
{
    static struct vsyscall found;
    static bool is_known;
    if (!is_known && vsyscall_find(&found, why))
        return NULL;
    is_known = true;
    return &found;
}

static void answer_prove(const struct worker_host *host, const struct work *w, char **words,
                         const struct worker_lines *lines)
{
    struct cell cell;
    const char *why = "there is no such cell";
    const struct vsyscall *vs = cell_by_name(words[1], &cell) ? find_vsyscall(&why) : NULL;
    (void)host;
    (void)w;
    if (!vs) {
        worker_say_error(lines, words[1], why);
        return;
    }
    cell_prove(&cell, vs);
    worker_say(lines, "prove ");
    worker_say(lines, cell_state_name(cell.state));
    worker_say(lines, " ");
    worker_say(lines, cell.state == CELL_MEASURED ? cell.note : cell.reason);
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
        const char *words = answer + length + (answer[length] == ' ');
        bool works = state == CELL_MEASURED;
        text_say(cell->reason, sizeof cell->reason, "%s", works ? "" : words);
        text_say(cell->note, sizeof cell->note, "%s", works ? words : "");
        return true;
    }
    return false;
}
