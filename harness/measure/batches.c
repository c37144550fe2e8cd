/* SPDX-License-Identifier: MIT */
#include "measure/batches.h"

#include <errno.h>
#include <stdlib.h>

static int make_room(struct batches *b, size_t bars)
{
    if (b->size == b->capacity) {
        size_t capacity = b->capacity ? 2 * b->capacity : 64;
        struct batch *data = reallocarray(b->data, capacity, sizeof *data);
        if (!data)
            return -ENOMEM;
        b->data = data;
        b->capacity = capacity;
    }
    if (b->room - b->bars >= bars)
        return 0;
    size_t half = b->room + b->room / 2, room = half > b->bars + bars ? half : b->bars + bars;
    uint64_t *ticks = reallocarray(b->ticks, room, sizeof *ticks);
    if (ticks)
        b->ticks = ticks;
    uint32_t *count = reallocarray(b->count, room, sizeof *count);
    if (count)
        b->count = count;
    if (!ticks || !count)
        return -ENOMEM;
    b->room = room;
    return 0;
}

static void add_bar(struct batches *b, uint64_t ticks, uint64_t count)
{
    b->ticks[b->bars] = ticks;
    b->count[b->bars++] = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
}

static void end_batch(struct batches *b, struct batch one, size_t bars)
{
    one.from = b->bars - bars;
    one.to = b->bars;
    b->data[b->size++] = one;
}

int batches_add(struct batches *b, const struct batch *mould, const uint64_t *ticks,
                const uint64_t *count, size_t size)
{
    int error = make_room(b, size);
    if (error)
        return error;
    for (size_t i = 0; i < size; i++)
        add_bar(b, ticks[i], count[i]);
    end_batch(b, *mould, size);
    return 0;
}

static uint64_t whole(const json_t *v)
{
    return (uint64_t)json_integer_value(v);
}

int batches_add_line(struct batches *b, const json_t *line)
{
    const json_t *ticks = json_object_get(line, "ticks"), *count = json_object_get(line, "count");
    size_t size = json_array_size(ticks);
    int error = make_room(b, size);
    if (error)
        return error;
    for (size_t i = 0; i < size; i++)
        add_bar(b, whole(json_array_get(ticks, i)), whole(json_array_get(count, i)));
    const struct batch one = {.launch = (uint32_t)whole(json_object_get(line, "launch")),
                              .cell = (uint32_t)whole(json_object_get(line, "cell")),
                              .n = whole(json_object_get(line, "n"))};
    end_batch(b, one, size);
    return 0;
}

void batches_free(struct batches *b)
{
    free(b->data);
    free(b->ticks);
    free(b->count);
    *b = (struct batches){0};
}
