/*
 * Each reading from a snapshot made for it, and from those just beside it: one row more, one fewer,
 * another state, another address. The programs and the addresses are those of the built-in files.
 * What the readings say is in test_assess_text.
 */
#include "support/meaning.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

struct reading_case {
    const char *name;
    struct meaning_case input;
    const char *servers; /* arguments of --server */
    const char *expected;
};

static void check_case(void **state)
{
    const struct reading_case *at = *state;
    struct meaning_case input = at->input;
    struct meaning meaning;
    struct buffer log;
    buffer_init(&log);
    input.image = input.image == NULL ? "OUTLOOK.EXE" : input.image;
    assert_true(meaning_init(&meaning, at->servers));
    assert_int_equal(meaning_run(&meaning, &input, false, &log), OC_OK);
    char *whole = malloc(log.size + 1);
    assert_non_null(whole);
    memcpy(whole, log.data, log.size);
    whole[log.size] = '\0';
    bool same = strcmp(meaning_reading(&log), at->expected) == 0;
    if (!same) {
        print_error("expected %s in:\n%s", at->expected, whole);
    }
    free(whole);
    buffer_free(&log);
    meaning_free(&meaning);
    assert_true(same);
}

#define ROWS(rows_) .input.rows = (rows_)
#define OF(image_, rows_) .input = {.image = (image_), .rows = (rows_)}
#define EST " ESTABLISHED"
#define PRIVATE "192.168.2.50:443"
#define ONLINE "52.97.1.2:443"
#define PUBLIC "198.51.100.7:443"

static struct reading_case nothing_there[] = {
    {"no row of its own", ROWS("c 0 " PRIVATE " TIME_WAIT"), NULL, "no-connections high"},
    {"one row more", ROWS("1 " PRIVATE EST), NULL, "below-minimum medium"},
    {"listeners and UDP are none", ROWS("l 4028 0.0.0.0:0 LISTENING;u 4028"), NULL,
     "no-connections high"},
    {"a list with PIDs that the process list lacks", ROWS("c 77 " PRIVATE EST), NULL,
     "no-connections medium"},
    {"olk.exe: its children hold them", OF("olk.exe", "l 4028 0.0.0.0:0 LISTENING"), NULL,
     "no-connections low"},
    {"loopback alone", ROWS("1 127.0.0.1:50000" EST), NULL, "local-only medium"},
    {"loopback of IPv6", ROWS("1 ::1:50000" EST), NULL, "local-only medium"},
    {"the far end of 127.0.0.0/8", ROWS("40 127.255.255.255:443" EST), NULL, "local-only medium"},
    {"one address behind it", ROWS("2 128.0.0.0:443" EST), NULL, "mapi-http-minimum low"},
    {"one row to a server more", ROWS("9 127.0.0.1:50000" EST ";1 " PRIVATE EST), NULL,
     "below-minimum medium"},
    {"loopback is no own server", ROWS("2 127.0.0.1:443" EST), "127.0.0.0/8 0.0.0.0/0",
     "local-only medium"},
    {"a local proxy", ROWS("1 127.0.0.1:8080" EST), NULL, "proxied low"},
    {"a local proxy that has closed", ROWS("1 127.0.0.1:8080 TIME_WAIT"), NULL,
     "local-only medium"},
};

static struct reading_case unreachable[] = {
    {"attempts alone", ROWS("2 " PRIVATE " SYN_SENT"), NULL, "unreachable high"},
    {"a single attempt", ROWS("1 " PRIVATE " SYN_SENT"), NULL, "unreachable medium"},
    {"one of them established", ROWS("1 " PRIVATE " SYN_SENT;1 " PRIVATE EST), NULL,
     "below-minimum low"},
    {"another state", ROWS("2 " PRIVATE " FIN_WAIT_2"), NULL, "below-minimum medium"},
    {"Exchange Online, while others answer", ROWS("2 " ONLINE " SYN_SENT;3 " PUBLIC EST), NULL,
     "unreachable medium"},
    {"sign-in alone", ROWS("2 20.190.128.1:443 SYN_SENT"), NULL, "unreachable high"},
    {"a content network beside a session", ROWS("2 " ONLINE EST ";1 " PUBLIC " SYN_SENT"), NULL,
     "mapi-http-minimum high"},
    {"a local proxy that does not answer", ROWS("2 127.0.0.1:8080 SYN_SENT"), NULL,
     "unreachable high"},
    {"servers of which a proxy is left", ROWS("2 " ONLINE " SYN_SENT;2 10.0.0.8:8080" EST), NULL,
     "proxied medium"},
    {"IMAP", ROWS("2 198.51.100.7:993 SYN_SENT"), NULL, "unreachable high"},
    {"Exchange Online, beside a private server", ROWS("2 " ONLINE " SYN_SENT;2 " PRIVATE EST), NULL,
     "unreachable medium"},
    {"Exchange Online left for a private server", ROWS("2 " ONLINE " CLOSE_WAIT;2 " PRIVATE EST),
     NULL, "mapi-http-minimum medium"},
    {"Exchange Online left for nobody's", ROWS("2 " ONLINE " CLOSE_WAIT;2 " PUBLIC EST), NULL,
     "half-closed high"},
};

static struct reading_case ceiling[] = {
    {"32 to one address", ROWS("32 " PRIVATE EST), NULL, "near-ceiling medium"},
    {"31", ROWS("31 " PRIVATE EST), NULL, "more-than-minimum medium"},
    {"33", ROWS("33 " PRIVATE EST), NULL, "near-ceiling medium"},
    {"41", ROWS("41 " PRIVATE EST), NULL, "near-ceiling medium"},
    {"the 32nd to another address", ROWS("31 " PRIVATE EST ";1 192.168.2.51:443" EST), NULL,
     "more-than-minimum medium"},
    {"the 32nd to another port of it", ROWS("31 " PRIVATE EST ";1 192.168.2.50:80" EST), NULL,
     "near-ceiling medium"},
    {"the 32nd in another state", ROWS("31 " PRIVATE EST ";1 " PRIVATE " SYN_SENT"), NULL,
     "more-than-minimum low"},
    {"at Exchange Online, which has none stated", ROWS("32 " ONLINE EST), NULL, "near-ceiling low"},
    {"one's own server", ROWS("32 198.51.100.7:444" EST), "198.51.100.7", "near-ceiling medium"},
    {"SharePoint is none of its servers", ROWS("2 " ONLINE EST ";40 13.107.136.1:443" EST), NULL,
     "mapi-http-minimum high"},
    {"a proxy is no server", ROWS("40 10.0.0.8:8080" EST), NULL, "proxied medium"},
    {"Teams has no ceiling", OF("ms-teams.exe", "40 52.112.0.1:443" EST), NULL, "none"},
};

static struct reading_case half_closed[] = {
    {"closed by the other side alone", ROWS("1 " PRIVATE " CLOSE_WAIT"), NULL, "half-closed high"},
    {"as many as are open", ROWS("2 " PRIVATE EST ";2 " PRIVATE " CLOSE_WAIT"), NULL,
     "half-closed medium"},
    {"one fewer", ROWS("2 " PRIVATE EST ";1 " PRIVATE " CLOSE_WAIT"), NULL,
     "mapi-http-minimum low"},
    {"another state", ROWS("1 " PRIVATE " LAST_ACK"), NULL, "below-minimum medium"},
    {"another address", ROWS("2 " PRIVATE EST ";2 52.108.0.1:443 CLOSE_WAIT"), NULL,
     "mapi-http-minimum medium"},
    {"loopback is no other side", ROWS("2 127.0.0.1:50000 CLOSE_WAIT"), NULL, "local-only medium"},
};

static struct reading_case ways[] = {
    {"the endpoint mapper and a dynamic port", ROWS("1 10.0.0.5:135" EST ";1 10.0.0.5:6005" EST),
     NULL, "direct-rpc medium"},
    {"of one's own server", ROWS("1 10.0.0.5:135" EST ";1 10.0.0.5:59530" EST), "10.0.0.5",
     "direct-rpc high"},
    {"the dynamic port of another host", ROWS("1 10.0.0.5:135" EST ";1 10.0.0.6:6005" EST), NULL,
     "below-minimum medium"},
    {"the endpoint mapper alone", ROWS("1 10.0.0.5:135" EST), NULL, "below-minimum medium"},
    {"a dynamic port alone", ROWS("2 10.0.0.5:6005" EST), NULL, "below-minimum low"},
    {"no dynamic port", ROWS("1 10.0.0.5:135" EST ";1 10.0.0.5:1023" EST), NULL,
     "below-minimum medium"},
    {"the first and the last of them", ROWS("1 10.0.0.5:135" EST ";1 10.0.0.5:1024" EST), NULL,
     "direct-rpc medium"},
    {"not established", ROWS("1 10.0.0.5:135" EST ";1 10.0.0.5:6005 SYN_SENT"), NULL,
     "below-minimum low"},
    {"IMAP", ROWS("1 198.51.100.7:993" EST), NULL, "internet-mail high"},
    {"IMAP without TLS", ROWS("1 198.51.100.7:143" EST), NULL, "internet-mail high"},
    {"POP", ROWS("1 10.0.0.5:995" EST), NULL, "internet-mail high"},
    {"POP without TLS", ROWS("1 10.0.0.5:110" EST), NULL, "internet-mail high"},
    {"SMTP", ROWS("1 40.107.1.1:587" EST ";1 10.0.0.1:465" EST ";1 10.0.0.1:25" EST), NULL,
     "internet-mail high"},
    {"a port beside IMAP", ROWS("1 198.51.100.7:994" EST), NULL, "below-minimum low"},
    {"IMAP of Exchange Online", ROWS("2 52.97.1.2:993" EST), NULL, "internet-mail high"},
    {"IMAP beside a whole session", ROWS("1 198.51.100.7:993" EST ";2 " ONLINE EST), NULL,
     "mapi-http-minimum high"},
    {"IMAP beside less than a session", ROWS("1 198.51.100.7:993" EST ";1 " ONLINE EST), NULL,
     "internet-mail high"},
    {"IMAP beside unknown servers", ROWS("1 198.51.100.7:993" EST ";9 " PUBLIC EST), NULL,
     "internet-mail high"},
    {"IMAP that has closed", ROWS("1 198.51.100.7:993 LAST_ACK"), NULL, "below-minimum low"},
    {"a proxy", ROWS("5 10.0.0.8:8080" EST), NULL, "proxied medium"},
    {"a proxy on 3128", ROWS("1 10.0.0.8:3128" EST), NULL, "proxied medium"},
    {"one's own proxy", ROWS("5 198.51.100.8:8080" EST), "198.51.100.8:8080", "proxied high"},
    {"another port", ROWS("5 10.0.0.8:8079" EST), NULL, "below-minimum low"},
    {"a public address is no proxy", ROWS("5 198.51.100.8:8080" EST), NULL, "below-minimum low"},
    {"servers that are reached beside it", ROWS("5 10.0.0.8:8080" EST ";2 " ONLINE EST), NULL,
     "mapi-http-minimum high"},
    {"unknown servers beside it", ROWS("5 10.0.0.8:8080" EST ";2 " PUBLIC EST), NULL,
     "proxied medium"},
};

static struct reading_case counts[] = {
    {"the worked example", ROWS("2 " PRIVATE EST), NULL, "mapi-http-minimum medium"},
    {"one fewer", ROWS("1 " PRIVATE EST), NULL, "below-minimum medium"},
    {"one more", ROWS("3 " PRIVATE EST), NULL, "more-than-minimum medium"},
    {"one in another state", ROWS("1 " PRIVATE EST ";1 " PRIVATE " FIN_WAIT_1"), NULL,
     "below-minimum medium"},
    {"one in TIME_WAIT of nobody", ROWS("2 " PRIVATE EST ";c 0 " PRIVATE " TIME_WAIT"), NULL,
     "mapi-http-minimum medium"},
    {"one still connecting", ROWS("2 " PRIVATE EST ";1 " PRIVATE " SYN_SENT"), NULL,
     "mapi-http-minimum low"},
    {"two private addresses", ROWS("1 " PRIVATE EST ";1 192.168.2.51:443" EST), NULL,
     "mapi-http-minimum low"},
    {"one public address, nobody's", ROWS("2 " PUBLIC EST), NULL, "mapi-http-minimum low"},
    {"it is named by the user", ROWS("2 " PUBLIC EST), "198.51.100.0/24:443",
     "mapi-http-minimum high"},
    {"with another port", ROWS("2 198.51.100.7:80" EST), "198.51.100.0/24:443",
     "mapi-http-minimum low"},
    {"two own addresses", ROWS("1 10.0.0.1:443" EST ";1 10.0.0.2:443" EST), "10.0.0.0/8",
     "mapi-http-minimum medium"},
    {"Exchange Online", ROWS("2 " ONLINE EST), NULL, "mapi-http-minimum high"},
    {"two of its addresses", ROWS("1 " ONLINE EST ";1 2603:1026::5:443" EST), NULL,
     "mapi-http-minimum high"},
    {"unknown addresses beside it are counted apart",
     ROWS("2 " ONLINE EST ";4 " PUBLIC EST ";1 " PRIVATE EST), NULL, "mapi-http-minimum high"},
    {"sign-in, Office, SharePoint, Teams and protection are counted apart",
     ROWS("2 " ONLINE EST ";1 20.190.128.1:443" EST ";1 52.108.0.1:443" EST
          ";1 13.107.136.1:443" EST ";1 52.112.0.1:443" EST ";1 104.47.0.1:443" EST),
     NULL, "mapi-http-minimum high"},
    {"they are no mail servers", ROWS("5 20.190.128.1:443" EST), NULL, "below-minimum low"},
    {"public ones beside private ones are counted apart", ROWS("2 " PRIVATE EST ";4 " PUBLIC EST),
     NULL, "mapi-http-minimum medium"},
    {"the directory is counted apart", ROWS("2 " PRIVATE EST ";1 192.168.2.50:3268" EST), NULL,
     "mapi-http-minimum medium"},
    {"80 and 443", ROWS("1 192.168.2.50:80" EST ";1 192.168.2.50:443" EST), NULL,
     "mapi-http-minimum medium"},
    {"a port that no mail server has", ROWS("2 192.168.2.50:444" EST), NULL, "below-minimum low"},
    {"more at Exchange Online", ROWS("3 " ONLINE EST), NULL, "more-than-minimum high"},
    {"loopback beside it", ROWS("2 " ONLINE EST ";7 127.0.0.1:443" EST), NULL,
     "mapi-http-minimum high"},
    {"the mail app has no minimum", OF("HxOutlook.exe", "2 " ONLINE EST), NULL, "none"},
    {"the mail app reaches nothing", OF("HxTsr.exe", "2 " ONLINE " SYN_SENT"), NULL,
     "unreachable high"},
    {"a program without a file", OF("winword.exe", "2 " ONLINE EST), NULL, "none"},
    {"states that nobody listed prove nothing", ROWS("2 " PRIVATE " HERGESTELLT"), NULL, "none"},
    {"nor do they below the minimum", ROWS("1 " PRIVATE EST ";1 " PRIVATE " LUISTEREN"), NULL,
     "none"},
    {"above it they do no harm", ROWS("3 " PRIVATE EST ";1 " PRIVATE " LUISTEREN"), NULL,
     "more-than-minimum medium"},
    {"nor do names instead of addresses", ROWS("2 mail.example:443" EST), NULL, "none"},
};

int main(void)
{
    int failed = TABLE_RUN("nothing there", nothing_there, check_case);
    failed += TABLE_RUN("unreachable", unreachable, check_case);
    failed += TABLE_RUN("near the ceiling", ceiling, check_case);
    failed += TABLE_RUN("half closed", half_closed, check_case);
    failed += TABLE_RUN("ways to the servers", ways, check_case);
    return failed + TABLE_RUN("counts", counts, check_case);
}
