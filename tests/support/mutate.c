#include "support/mutate.h"

#include "base/text.h"

static const char *const rows[] = {
    "  TCP    127.0.0.1:49695        10.0.0.1:443           ESTABLISHED     8796",
    "  TCP    192.168.2.56:50701     192.168.2.50:443       ESTABLISHED     4028",
    "  TCP    192.168.2.56:50703     203.0.113.255:65535    TIME_WAIT       0",
    "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1712",
    "  TCP    [::]:445               [::]:0                 LISTENING       4",
    "  TCP    [fe80::1%12]:49700     [2001:db8::50]:443     ESTABLISHED     4028",
    "  TCP    10.1.2.3:1             1.20.255.9:99          CLOSE_WAIT      131072",
    "  TCP    192.168.2.56:50704     mail.example:https     SYN_SENT        4028",
    "  TCP    10.0.0.7:50000         10.0.0.8:50001         SCHLIESSEN WARTEN     112233",
    "  UDP    0.0.0.0:500            *:*                                    4321",
    "  UDP    [fe80::1%14]:1900      *:*                                    4028",
    "  TCP    127.0.0.1:49695        10.0.0.1:443           ESTABLISHED     8796   InHost",
    "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1712  [svchost.exe]",
    "TCP 1.2.3.4:5 6.7.8.9:10 X 11",
    "    TCP    192.168.200.156:50701     192.168.100.150:44300       ESTABLISHED     12345678   ",
};

/* What rows are made of, and what damage brings. */
static const char letters[] = "0123456789.:[]%* \tTCPUDPESTABx-_\r\x7f\x81\\";

size_t mutate_below(struct mutate *mutate, size_t bound)
{
    mutate->state = mutate->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(mutate->state >> 33) % bound;
}

static char letter(struct mutate *mutate, oc_text from)
{
    return from.data[mutate_below(mutate, from.size)];
}

void mutate_text(struct mutate *mutate, struct buffer *out, oc_text row, oc_text from,
                 size_t damage)
{
    size_t left = damage == 0 ? 0 : mutate_below(mutate, damage + 1);
    for (size_t i = 0; i < row.size; i++) {
        bool hit = left > 0 && mutate_below(mutate, row.size - i) < left;
        size_t way = hit ? mutate_below(mutate, 3) : 3;
        left -= hit;
        if (way != 0) {
            buffer_byte(out, way == 1 ? letter(mutate, from) : row.data[i]);
        }
        if (way == 2) {
            buffer_byte(out, letter(mutate, from));
        }
    }
}

void mutate_row(struct mutate *mutate, struct buffer *out, size_t damage)
{
    oc_text row = text_of(rows[mutate_below(mutate, sizeof rows / sizeof *rows)]);
    mutate_text(mutate, out, row, text_of(letters), damage);
}

void mutate_widen(struct buffer *text)
{
    struct buffer wide;
    buffer_init(&wide);
    for (size_t i = 0; i < text->size; i++) {
        buffer_byte(&wide, text->data[i]);
        buffer_byte(&wide, '\0');
    }
    wide.failed |= text->failed;
    buffer_free(text);
    *text = wide;
}
