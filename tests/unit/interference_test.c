/* SPDX-License-Identifier: MIT */
#include "machine/interference.h"

#include "fake_root.h"
#include "machine/quota.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { CPU = 3, SIZE = 0x34 + 8 };

/* Registers end behind the count of SMIs, so there is no APERF. */
static void write_smis(unsigned char smis)
{
    unsigned char registers[SIZE] = {0};
    registers[0x34] = smis;
    fake_bytes("/dev/cpu/3/msr", registers, sizeof registers);
}

static void what_rises_is_counted(void **state)
{
    (void)state;
    write_smis(7);
    fake_file("/sys/devices/system/cpu/cpu3/thermal_throttle/core_throttle_count", "12\n");
    struct interference from = interference_read(fake_root, CPU);
    write_smis(9);
    struct interference to = interference_read(fake_root, CPU);
    assert_int_equal(interference_between(&from, &to, SMIS), 2);
    assert_int_equal(interference_between(&from, &to, THROTTLES), 0);
    assert_int_equal(interference_between(&from, &to, APERF), -1);
    assert_int_equal(interference_between(&to, &from, SMIS), -1);
    assert_int_equal(to.error[MPERF], -EIO);
}

static void what_can_not_be_read_says_why(void **state)
{
    (void)state;
    struct interference none = interference_read(fake_root, CPU + 1);
    for (int kind = 0; kind < INTERFERENCES; kind++) {
        assert_int_equal(none.error[kind], -ENOENT);
        assert_int_equal(interference_between(&none, &none, (enum interference_kind)kind), -1);
    }
    assert_non_null(strstr(interference_why(SMIS, -ENOENT), "modprobe msr"));
    assert_non_null(strstr(interference_why(APERF, -EACCES), "CAP_SYS_RAWIO"));
    assert_non_null(strstr(interference_why(MPERF, -EIO), "no such register"));
    assert_non_null(strstr(interference_why(THROTTLES, -ENOENT), "counts none"));
}

/* Both versions, and every group above the process's own. */
static void quotas_stop_groups(void **state)
{
    (void)state;
    struct quota q;
    assert_int_equal(quota_read(fake_root, &q), -ENOENT);
    fake_file("/proc/self/cgroup", "5:memory:/x\n4:cpu,cpuacct:/a/b\n0::/c/d\n");
    assert_int_equal(quota_read(fake_root, &q), -ENOENT);
    fake_file("/sys/fs/cgroup/c/d/cpu.stat", "usage_usec 9\nnr_periods 7\nnr_throttled 3\n"
                                             "throttled_usec 250\nnr_bursts 0\n");
    fake_file("/sys/fs/cgroup/c/cpu.stat", "nr_throttled 10\nthrottled_usec 1000\n");
    fake_file("/sys/fs/cgroup/cpu.stat", "usage_usec 11\n");
    fake_file("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.stat", "nr_periods 1\nnr_throttled 100\n"
                                                         "throttled_time 20000000\n");
    assert_int_equal(quota_read(fake_root, &q), 0);
    assert_int_equal(q.stops, 113);
    assert_int_equal(q.us, 21250);
    struct interference from = interference_read(fake_root, CPU);
    fake_file("/sys/fs/cgroup/c/cpu.stat", "nr_throttled 12\nthrottled_usec 1500\n");
    struct interference to = interference_read(fake_root, CPU);
    assert_int_equal(interference_between(&from, &to, QUOTA_STOPS), 2);
    assert_int_equal(interference_between(&from, &to, QUOTA_US), 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_rises_is_counted),
        cmocka_unit_test(what_can_not_be_read_says_why),
        cmocka_unit_test(quotas_stop_groups),
    };
    return cmocka_run_group_tests(tests, fake_make, fake_remove);
}
