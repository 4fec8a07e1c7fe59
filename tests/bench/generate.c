/*
 * Writes a capture for the benchmark to standard output, and what is in it to standard error.
 * usage: generate ORDER ENCODING ROWS SEED >CAPTURE 2>TRUTH
 *        ORDER     list-first (the process list, then the rows), list-last, or every-kind: as
 *                  list-first, with the rows that netstat -ano prints without -p TCP
 *        ENCODING  utf-8 (all of it ASCII) or utf-16le (with a byte order mark)
 * The truth is one line: rows=N wanted=N bytes=N. The same arguments give the same bytes.
 *
 * It shares no code with the program: a mistake made twice would not show.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BLOCK = 32 << 10,     /* bytes of text that are written at once */
    LONGEST_LINE = 128,   /* bytes */
    PROCESSES = 250,      /* rows of the process list */
    PID_STEP = 52,        /* process i has a PID from 52 i up to 52 i + 48, a multiple of 4 */
    PID_OUTLOOK = 4028,   /* wanted */
    PID_LOOKALIKE = 14028 /* of another process, and holds the digits of the wanted one */
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct process {
    uint32_t pid;
    const char *image;
};

struct row {
    uint32_t pid;
    const char *state;
    bool listens;
};

/* In this order netstat prints them. Percents of what lies in real captures. */
enum kind { TCP_4, TCP_6, UDP_4, UDP_6, KINDS };
static const unsigned percents[KINDS] = {46, 11, 31, 12};

struct capture {
    char text[BLOCK];
    size_t size;
    char wide[2 * BLOCK];
    bool utf16;
    bool every_kind;
    bool failed; /* sticks: a write did not succeed */
    uint64_t random;
    uint64_t rows;
    uint64_t wanted;
    uint64_t bytes; /* that were written */
    struct process processes[PROCESSES];
};

/* ---- bytes out --------------------------------------------------------------------------- */

static void write_all(struct capture *capture, const char *bytes, size_t size)
{
    capture->bytes += size;
    while (size > 0 && !capture->failed) {
        ssize_t written = write(STDOUT_FILENO, bytes, size);
        if (written >= 0) {
            bytes += written;
            size -= (size_t)written;
        } else if (errno != EINTR) {
            capture->failed = true;
        }
    }
}

static void flush_text(struct capture *capture)
{
    for (size_t i = 0; capture->utf16 && i < capture->size; i++) {
        capture->wide[2 * i] = capture->text[i];
    }
    if (capture->utf16) {
        write_all(capture, capture->wide, 2 * capture->size);
    } else {
        write_all(capture, capture->text, capture->size);
    }
    capture->size = 0;
}

/* Where the next line goes: room for LONGEST_LINE bytes. */
static char *begin_line(struct capture *capture)
{
    if (BLOCK - capture->size < LONGEST_LINE) {
        flush_text(capture);
    }
    return capture->text + capture->size;
}

static void end_line(struct capture *capture, char *end)
{
    *end++ = '\r';
    *end++ = '\n';
    capture->size = (size_t)(end - capture->text);
}

static char *put_string(char *at, const char *string)
{
    size_t size = strlen(string);
    memcpy(at, string, size);
    return at + size;
}

static char *put_number(char *at, uint32_t number)
{
    char digits[10];
    size_t start = sizeof digits;
    do {
        digits[--start] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    memcpy(at, digits + start, sizeof digits - start);
    return at + sizeof digits - start;
}

static void write_lines(struct capture *capture, const char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        end_line(capture, put_string(begin_line(capture), lines[i]));
    }
}

/* ---- chance ------------------------------------------------------------------------------ */

/* splitmix64: every seed is a good one. */
static uint64_t next_random(struct capture *capture)
{
    uint64_t mixed = capture->random += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebU;
    return mixed ^ mixed >> 31;
}

/* From 0 to below the limit; uses up as many of the bits as that takes. */
static uint32_t take(uint64_t *bits, size_t limit)
{
    uint32_t taken = (uint32_t)(*bits % limit);
    *bits /= limit;
    return taken;
}

/* ---- the process list -------------------------------------------------------------------- */

static void choose_processes(struct capture *capture)
{
    static const char *const images[] = {
        "svchost.exe",       "chrome.exe",         "RuntimeBroker.exe", "Teams.exe",
        "SearchIndexer.exe", "msedgewebview2.exe", "conhost.exe",       "HxOutlook.exe",
    };
    for (uint32_t i = 0; i < PROCESSES; i++) {
        uint64_t bits = next_random(capture);
        uint32_t pid = PID_STEP * i + 4 * take(&bits, PID_STEP / 4);
        capture->processes[i] = (struct process){pid, images[take(&bits, COUNT(images))]};
    }
    capture->processes[0] = (struct process){0, "System Idle Process"};
    capture->processes[1] = (struct process){4, "System"};
    capture->processes[PID_OUTLOOK / PID_STEP] = (struct process){PID_OUTLOOK, "OUTLOOK.EXE"};
    capture->processes[PROCESSES - 1] = (struct process){PID_LOOKALIKE, "chrome.exe"};
}

static void write_process(struct capture *capture, const struct process *process)
{
    uint64_t bits = next_random(capture);
    bool service = process->pid < 1000;
    char memory[16];
    snprintf(memory, sizeof memory, "%u,%03u K", 1 + take(&bits, 400), take(&bits, 1000));
    char *line = begin_line(capture);
    int size = snprintf(line, LONGEST_LINE, "%-25s %8u %-16s %11d %12s", process->image,
                        process->pid, service ? "Services" : "Console", service ? 0 : 1, memory);
    end_line(capture, line + size);
}

static void write_process_list(struct capture *capture)
{
    static const char *const head[] = {
        "",
        "Image Name                     PID Session Name        Session#    Mem Usage",
        "========================= ======== ================ =========== ============",
    };
    write_lines(capture, head, COUNT(head));
    for (size_t i = 0; i < PROCESSES; i++) {
        write_process(capture, &capture->processes[i]);
    }
}

/* ---- the connection list ----------------------------------------------------------------- */

static uint32_t other_pid(struct capture *capture)
{
    uint32_t pid;
    do {
        pid = capture->processes[1 + next_random(capture) % (PROCESSES - 1)].pid;
    } while (pid == PID_OUTLOOK);
    return pid;
}

/* 1 row in 100 is wanted, 1 in 5 is in TIME_WAIT and nobody's. */
static struct row choose_row(struct capture *capture, uint64_t *bits)
{
    static const char *const rare[] = {"CLOSE_WAIT", "SYN_SENT", "FIN_WAIT_2"};
    uint32_t percent = take(bits, 100);
    uint32_t kind = take(bits, 32);
    if (percent >= 1 && percent <= 20) {
        return (struct row){0, "TIME_WAIT", false};
    }
    capture->wanted += percent == 0;
    uint32_t pid = percent == 0 ? PID_OUTLOOK : other_pid(capture);
    if (kind == COUNT(rare)) {
        return (struct row){pid, "LISTENING", true};
    }
    return (struct row){pid, kind < COUNT(rare) ? rare[kind] : "ESTABLISHED", false};
}

static void put_ends(char *local, char *remote, bool listens, uint64_t bits)
{
    static const char *const nets[] = {"192.168.2.", "10.20.114.", "198.51.100.", "203.0.113."};
    static const char *const ports[] = {":443", ":443", ":443",  ":80",
                                        ":993", ":445", ":6001", ":49670"};
    local = put_string(local, listens ? "0.0.0.0:" : "192.168.2.56:");
    put_number(local, 49152 + take(&bits, 65536 - 49152));
    if (listens) {
        put_string(remote, "0.0.0.0:0");
        return;
    }
    remote = put_string(remote, nets[take(&bits, COUNT(nets))]);
    remote = put_number(remote, 1 + take(&bits, 254));
    put_string(remote, ports[take(&bits, COUNT(ports))]);
}

/* Most of them listen everywhere, or are of the machine itself; a long address pushes what follows.
 */
static void put_ends_6(char *local, char *remote, bool listens, uint64_t bits)
{
    static const char *const own[] = {
        "[::]:", "[::]:", "[::1]:", "[fe80::1c2d:3e4f:5a6b:7c8d%12]:"};
    uint32_t which = take(&bits, COUNT(own));
    local = put_string(local, listens ? own[which] : "[2001:db8::56]:");
    put_number(local, 49152 + take(&bits, 65536 - 49152));
    if (listens) {
        put_string(remote, "[::]:0");
        return;
    }
    remote = put_string(remote, "[2001:db8::");
    remote = put_number(remote, 1 + take(&bits, 254));
    put_string(remote, "]:443");
}

/* Behind at least two blanks. */
static char *put_column(char *line, char *at, size_t column, const char *text)
{
    do {
        *at++ = ' ';
    } while ((size_t)(at - line) < column || at[-2] != ' ');
    return put_string(at, text);
}

static enum kind kind_of(const struct capture *capture, uint64_t row)
{
    unsigned percent = capture->every_kind ? (unsigned)(row * 100 / capture->rows) : 0;
    enum kind kind = TCP_4;
    while (percent >= percents[kind]) {
        percent -= percents[kind++];
    }
    return kind;
}

/* "  %-5s  %-21s  %-21s  %-12s    %u", but tens of millions of rows leave no time for printf. */
static void write_row(struct capture *capture, uint64_t number)
{
    enum { PROTO = 2, LOCAL = 9, REMOTE = 32, STATE = 55, PID = 71, END = 40 };
    enum kind kind = kind_of(capture, number);
    uint64_t bits = next_random(capture);
    struct row row = choose_row(capture, &bits);
    char local[END] = "";
    char remote[END] = "";
    char *line = begin_line(capture);
    if (kind == TCP_4 || kind == UDP_4) {
        put_ends(local, remote, row.listens, bits);
    } else {
        row.listens = row.listens || kind == UDP_6 || row.pid % 8 != 0;
        row.state = row.listens ? "LISTENING" : row.state;
        put_ends_6(local, remote, row.listens, bits);
    }
    bool udp = kind == UDP_4 || kind == UDP_6;
    char *at = put_column(line, line, PROTO, udp ? "UDP" : "TCP");
    at = put_column(line, at, LOCAL, local);
    at = put_column(line, at, REMOTE, udp ? "*:*" : remote);
    at = put_column(line, at, STATE, udp ? "" : row.state);
    at = put_column(line, at, PID, "");
    end_line(capture, put_number(at, row.pid));
}

static void write_connection_list(struct capture *capture)
{
    static const char *const head[] = {
        "",
        "Active Connections",
        "",
        "  Proto  Local Address          Foreign Address        State           PID",
    };
    write_lines(capture, head, COUNT(head));
    for (uint64_t i = 0; i < capture->rows && !capture->failed; i++) {
        write_row(capture, i);
    }
}

/* ---- the whole --------------------------------------------------------------------------- */

static int write_capture(struct capture *capture, bool list_first)
{
    if (capture->utf16) {
        write_all(capture, "\xff\xfe", 2);
    }
    choose_processes(capture);
    if (list_first) {
        write_process_list(capture);
    }
    write_connection_list(capture);
    if (!list_first) {
        write_process_list(capture);
    }
    flush_text(capture);
    if (capture->failed) {
        fprintf(stderr, "generate: cannot write: %s\n", strerror(errno));
        return EXIT_FAILURE;
    }
    fprintf(stderr, "rows=%" PRIu64 " wanted=%" PRIu64 " bytes=%" PRIu64 "\n", capture->rows,
            capture->wanted, capture->bytes);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: generate list-first|list-last|every-kind utf-8|utf-16le ROWS SEED\n", stderr);
        return 2;
    }
    struct capture capture = {
        .utf16 = strcmp(argv[2], "utf-16le") == 0,
        .every_kind = strcmp(argv[1], "every-kind") == 0,
        .rows = strtoull(argv[3], NULL, 10),
        .random = strtoull(argv[4], NULL, 10),
    };
    return write_capture(&capture, strcmp(argv[1], "list-last") != 0);
}
