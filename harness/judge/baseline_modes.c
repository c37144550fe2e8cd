/* SPDX-License-Identifier: MIT */
#include "judge/baseline_modes.h"

#include "compare/cells.h"
#include "gate/gate.h"

#include <math.h>

/* So many of the blocks more than in any record of the baseline: fewer come and go by chance. */
static const double more_blocks = 0.1;

/* How many of its blocks had the slower one of two costs, as a share. */
static double slow_share(const json_t *cell)
{
    const json_t *modes = json_object_get(cell, "modes");
    return modes ? 1 - json_number_value(json_object_get(modes, "low_share")) : 0;
}

static double baseline_share(const struct baseline *b, const char *name)
{
    double most = 0;
    for (size_t i = 0; i < b->size; i++) {
        json_t *own = compare_by_name(b->records[i].report);
        most = fmax(most, slow_share(json_object_get(own, name)));
        json_decref(own);
    }
    return most;
}

static double mode(const json_t *cell, const char *key)
{
    return json_number_value(json_object_get(json_object_get(cell, "modes"), key));
}

void baseline_note_modes(json_t *answer, const struct baseline *b,
                         const struct compare_record *record)
{
    json_t *own = compare_by_name(record->report), *cell;
    const char *name;
    json_object_foreach(own, name, cell) {
        double share = slow_share(cell), low = mode(cell, "low_ns"), high = mode(cell, "high_ns");
        if (share <= 0 || !(high > low * (1 + b->margin)) || !json_object_get(b->cells, name) ||
            share <= baseline_share(b, name) + more_blocks)
            continue;
        gate_note(answer,
                  "%s: %s has a second cost, %.4g ns in %.0f %% of the blocks, that the baseline "
                  "hasn't; the verdict is of the lower one, %.4g ns.",
                  record->name, name, high, 100 * share, low);
    }
    json_decref(own);
}
