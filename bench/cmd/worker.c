/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "count/request.h"
#include "kernel/vdso.h"
#include "kernel/vdso_own.h"
#include "machine/cpus.h"
#include "machine/pin.h"
#include "matrix/places.h"
#include "matrix/prove.h"
#include "matrix/work_names.h"
#include "measure/requests.h"
#include "measure/timebase.h"
#include "measure/worker_stdio.h"

#include <alloca.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_BUFFER = 1 << 18, MAX_OFFSET = 4096, MAX_WORDS = 6 };

static const struct worker_request *const requests[] = {
    &request_block, &request_batch, &request_count, &request_usage, &request_prove, NULL};

/* Moves the stack by up to a page, so that no launch shares its alignment with the next. */
static int serve(const struct worker_host *host, size_t offset)
{
    volatile char *pad = alloca(offset + 1);
    pad[0] = 0;
    return worker_serve_stdio(host, stdin, stdout) ? EXIT_USAGE : EXIT_OK;
}

/* To who asks, who then knows that no cell is at fault. */
static int refuse_to_work(int cpu, int error)
{
    printf("refused %s\n", pin_refusal(cpu, error));
    return EXIT_USAGE;
}

static int refuse_place(const char *name, const char *why)
{
    printf("refused %s can't be entered: %s\n", name, why);
    return EXIT_USAGE;
}

static int refuse_user(void)
{
    fputs("systoll worker: systoll run starts its workers itself\n", stderr);
    return EXIT_USAGE;
}

/* Once more in the environment that the place needs. Back only where that failed. */
static int execute_again(const char *place, char **argv)
{
    char *words[MAX_WORDS + 2] = {"systoll"};
    for (int i = 0; i < MAX_WORDS && argv[i]; i++)
        words[i + 1] = argv[i];
    execv("/proc/self/exe", words);
    return refuse_place(place, "/proc/self/exe can't be executed");
}

/* worker CPU TIMEBASE STACK_OFFSET [PLACE [ALLOWED]]; only systoll itself starts it
 * (harness/measure/worker_start.c). */
static int run_worker(int argc, char **argv)
{
    struct timebase timebase;
    struct worker_host host = {.requests = requests, .find = work_find, .timebase = &timebase};
    const struct place *place = place_named(argc > 4 ? argv[4] : places->name);
    if (argc < 4 || argc > MAX_WORDS || !place || !timebase_by_name(argv[2], &timebase))
        return refuse_user();
    host.cpu = atoi(argv[1]);
    int error = pin_to(host.cpu);
    if (error)
        return refuse_to_work(host.cpu, error);
    if (place_set_environment(place))
        return execute_again(place->name, argv);
    struct cpus allowed;
    const char *why =
        place_enter(place, host.cpu, argc > 5 && cpus_parse(argv[5], &allowed) ? &allowed : NULL);
    if (why)
        return refuse_place(place->name, why);
    host.switches = place->context && place->context->switches;
    timebase_read_by(&timebase, vdso_clock());
    signal(SIGINT, SIG_IGN); /* the terminal sends it to the whole group; systoll run decides */
    signal(SIGHUP, SIG_IGN);
    signal(SIGTERM, SIG_IGN); /* as systemd sends it */
    setvbuf(stdout, NULL, _IOFBF, OUT_BUFFER);
    return serve(&host, strtoul(argv[3], NULL, 10) % MAX_OFFSET);
}

const struct command cmd_worker = {
    .name = "worker", .synopsis = "", .help = "", .run = run_worker, .hidden = true};
