/* Devices behind public addresses: the vendor's example, and the ends of every range. */
#include "summary/sizing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/table.h"

struct row {
    const char *name;
    struct sizing sizing;
    uint64_t peak;
    uint64_t devices;
    uint64_t addresses;
};

static struct row rows[] = {
    {"the vendor's example", {4000, 4, 0}, 6, 6000, 0},
    {"one address, just", {4000, 4, 6000}, 6, 6000, 1},
    {"one device more", {4000, 4, 6001}, 6, 6000, 2},
    {"one device", {4000, 4, 1}, 6, 6000, 1},
    {"no connections", {4000, 4, 15000}, 0, 15000, 1},
    {"rounded down", {4000, 4, 5454 * 3}, 7, 5454, 3},
    {"nothing reserved", {0, 4, 6400}, 6, 6400, 1},
    {"all but one reserved", {SIZING_PORTS - 1, 4, 1}, 6, 0, 0},
    {"one device takes it all", {0, 4, 3}, 63996, 1, 3},
    {"one device needs one more", {0, 4, 3}, 63997, 0, 0},
    {"the largest factor", {0, SIZING_PORTS, 3}, 0, 1, 3},
    {"the most devices", {4000, 4, SIZING_MOST_DEVICES}, 6, 6000, 715828},
    {"the most devices, one each", {0, 4, SIZING_MOST_DEVICES}, 63996, 1, SIZING_MOST_DEVICES},
    {"a peak past all ports", {0, 4, 3}, SIZING_PORTS + 1, 0, 0},
    {"a peak that no sum holds", {0, SIZING_PORTS, 3}, UINT64_MAX, 0, 0},
};

static void check(void **state)
{
    const struct row *row = *state;
    assert_true(sizing_devices_per_address(&row->sizing, row->peak) == row->devices);
    assert_true(sizing_addresses(&row->sizing, row->peak) == row->addresses);
}

int main(void)
{
    return TABLE_RUN("sizing", rows, check);
}
