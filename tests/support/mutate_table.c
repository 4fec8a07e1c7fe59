#include "support/mutate_table.h"

#include "base/text.h"

/* What rows are made of, and what damage brings. */
static const char letters[] = "0123456789,. \"=KOTERnax-_\t\r\x7f\x81\\";

#define PLAIN "========================= ======== ================ =========== ============"
#define XP "========================= ====== ================ ======== ============"
#define LIST "========================= ======== ============================================"
#define APPS                                                                                       \
    "================================================== ======== ============ "                    \
    "=================================================="
#define VERBOSE                                                                                    \
    "========================= ======== ================ =========== ============ "                \
    "=============== ================================================== ============ "             \
    "========================================================================"
#define WIDE "========================= ======== ================ =========== ==============="
#define INDENTED "     " PLAIN
#define ODD "  ==================== ===   ========== ==== ==========="

enum { SAMPLES = 12 };

/* A rule and rows below it, the first of them a usual one. */
static const struct table {
    const char *rule;
    const char *rows[SAMPLES];
} tables[MUTATE_TABLES] = {
    {PLAIN,
     {
         "OUTLOOK.EXE                   4028 Console                    1    214,080 K",
         "System Idle Process              0 Services                   0          8 K",
         "svchost.exe                   1712 Services                   0     12,345 K",
         "a_name_that_is_cut_at_the 12345678 RDP-Tcp#12                12  1,214,080 K",
         "7za.exe                        512                            0    999 999 K",
         "OUTLOOK.EXE                   4028 Console                    1    214,080 K   ",
         "chrome.exe                   10256 Console                    1  4.294.967 KB",
         "chrome.exe                   10256 N/A                        1        N/A",
         "chrome.exe                   10256 Console             12345678     1,2345 K",
         "two   blanks.exe             10256 Console            123456789    123,456 K",
         "OUTL\\x9fK.EXE                 4028 Console                    1    214,080 K",
     }},
    {WIDE,
     {
         "OUTLOOK.EXE                   4028 Console                    1       214.080 K",
         "OUTLOOK.EXE                   4028 Console                    1 1.234.567.890 K",
         "OUTLOOK.EXE                   4028 Console                    1   123.456.789 K",
     }},
    {INDENTED,
     {
         "     OUTLOOK.EXE                   4028 Console                    1    214,080 K",
         "     OUTLOOK.EXE                   4028 Console             12345678    214,080 K",
         "     OUTLOOK.EXE                   4028 Console             1234 678    214,080 K",
         "     a_name_that_is_cut_at_the 12345678 RDP-Tcp#12          12345 78  1,214,080 K",
     }},
    {XP,
     {
         "System Idle Process            0                         0         28 K",
         "outlook.exe                 4028 Console                 0     41,200 K",
         "smss.exe                     412 Console                 0        388 K",
     }},
    {LIST,
     {
         "svchost.exe                    912 DcomLaunch, Power, SystemEventsBroker",
         "csrss.exe                      528 N/A",
         "svchost.exe                   1712 3ware, RpcSs",
         "svchost.exe                   1712 12,345 K",
         "svchost.exe                   1712",
         "OUTLOOK.EXE                   4028 N/A                                          ",
         "                                   SystemEventsBroker",
     }},
    {APPS,
     {
         "SearchApp.exe (CortanaUI)                              7312     64,200 K "
         "Microsoft.Windows.Search_1.14.0.19041_neutral_ne",
         "OUTLOOK.EXE                                            4028    214,080 K N/A",
     }},
    {VERBOSE,
     {
         "OUTLOOK.EXE                   4028 Console                    1    214,080 K Running     "
         "    CONTOSO-anna                                            0:01:12 Inbox - Outlook",
         "OUTLOOK.EXE                   4028 Console                    1    214,080 K Running     "
         "    CONTOSO\\anna                                            0:01:12 Inbox - Outlook",
         "svchost.exe                   1712 Services                   0     12,345 K Unknown     "
         "    N/A                                                     0:00:00 N/A",
     }},
    {ODD,
     {
         "  OUTLOOK.EXE          402   Console       1    1,234 K",
         "  two   blanks          12   Console    1234       12 K",
     }},
};

const char *mutate_table_rule(size_t table)
{
    return tables[table].rule;
}

const char *mutate_table_usual(size_t table)
{
    return tables[table].rows[0];
}

void mutate_table_row(struct mutate *mutate, struct buffer *out, size_t table, size_t damage)
{
    const char *const *rows = tables[table].rows;
    size_t count = 0;
    while (count < SAMPLES && rows[count] != NULL) {
        count++;
    }
    oc_text row = text_of(rows[mutate_below(mutate, count)]);
    mutate_text(mutate, out, row, text_of(letters), damage);
}
