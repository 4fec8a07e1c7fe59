/* When a list was taken, as a line says it that is nothing else: other text may follow a time. */
#include "parse/stamp.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/table.h"

struct line_case {
    const char *line;
    bool says;
};

static struct line_case lines[] = {
    {"2026-11-22 09:30:15", true},
    {"===== 2026-11-22 09:30:15 =====", true},
    {"09:30", true},
    {"2026-11-22 09:30:15 netstat -ano", true},
    {"2026-11-22 09:30:15 INFO running NETSTAT -ano", true},
    {"[2026-11-22 09:30:15] step 1: tasklist.exe", true},
    {"2026-11-22 09:30:15 ALLOW TCP 192.168.2.56 192.168.2.50 50701 443 0", false},
    {"2026-11-22 09:30:15 Information: the service has started", false},
    {"2026-11-22T09:30:15Z host7 ", false},
    {"2026-11-22 09:30:15 mynetstats", false},
    {"2026-11-22 09:30:15 \xC2\xA0", true},
    {"System Boot Time: 2026-11-22 09:30:15 netstat", false},
    {"no digit, no time", false},
    {"", false},
};

static void reads_line(void **state)
{
    const struct line_case *at = *state;
    struct stamp stamp = {0};
    assert_int_equal(stamp_read_line(&stamp, text_of(at->line)), at->says);
    assert_int_equal(stamp.time.known, at->says);
}

int main(void)
{
    return TABLE_RUN("lines", lines, reads_line);
}
