/*
 * Where lines begin and end in bytes of any code unit. Each case is read whole, in chunks of
 * several sizes and in two chunks split at every place.
 */
#include "support/line_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

#define BYTES(string) .bytes = (string), .size = sizeof(string) - 1
#define LONGEST 4096
/* Eight bytes: short enough to write lines that are longer. */
#define SHORT 8

struct line_case {
    const char *name;
    const char *bytes;
    size_t size;
    size_t longest; /* 0: LONGEST */
    const enum unit *fix;
    const char *expected; /* as support/line_log.h describes it */
};

static const enum unit byte = UNIT_BYTE;
static const enum unit le = UNIT_UTF16LE;
static const enum unit be = UNIT_UTF16BE;

static void check_chunking(const struct line_case *at, size_t first, size_t next)
{
    struct line_source source = {at->bytes, at->size, at->longest != 0 ? at->longest : LONGEST,
                                 at->fix};
    struct buffer log;
    buffer_init(&log);
    assert_true(line_log_append(&log, &source, (struct chunking){first, next}));
    buffer_byte(&log, '\0');
    if (strcmp(log.data, at->expected) != 0) {
        print_error("first chunk %zu, others %zu\nexpected:\n%sgot:\n%s", first, next, at->expected,
                    log.data);
        buffer_free(&log);
        fail();
    }
    buffer_free(&log);
}

static void check_case(void **state)
{
    static const size_t sizes[] = {SIZE_MAX, 1, 2, 3, 5, 7, 31};
    const struct line_case *at = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_chunking(at, sizes[i], sizes[i]);
    }
    for (size_t first = 0; first <= at->size; first++) {
        check_chunking(at, first, SIZE_MAX);
    }
}

/* "a", "bc" and so on as UTF-16LE and UTF-16BE. */
#define LE(c) c "\0"
#define BE(c) "\0" c
#define LE_MARK "\xFF\xFE"
#define BE_MARK "\xFE\xFF"
#define UTF8_MARK "\xEF\xBB\xBF"
#define LE_END LE("\r") LE("\n")
#define BE_END BE("\r") BE("\n")

static struct line_case ends[] = {
    {.name = "nothing", BYTES(""), .expected = ""},
    {.name = "lf", BYTES("a\nbc\n"), .expected = "1@0 byte|a\n2@2 byte|bc\n"},
    {.name = "crlf",
     BYTES("a\r\n\r\nb\r\n"),
     .expected = "1@0 byte|a\\x0d\n2@3 byte|\\x0d\n3@5 byte|b\\x0d\n"},
    {.name = "cr cr lf",
     BYTES("a\r\r\nb\r\r\n"),
     .expected = "1@0 byte|a\\x0d\\x0d\n2@4 byte|b\\x0d\\x0d\n"},
    {.name = "no last end", BYTES("a\nb"), .expected = "1@0 byte|a\n2@2 byte|b open\n"},
    {.name = "cr at the very end",
     BYTES("a\nb\r"),
     .expected = "1@0 byte|a\n2@2 byte|b\\x0d open\n"},
    {.name = "empty lines", BYTES("\n\n\n"), .expected = "1@0 byte|\n2@1 byte|\n3@2 byte|\n"},
    {.name = "cr alone ends no line", BYTES("a\rb\n"), .expected = "1@0 byte|a\\x0db\n"},
    {.name = "nul inside", BYTES("a\0b\nc\n"), .expected = "1@0 byte|a\\x00b\n2@4 byte|c\n"},
    {.name = "nul before the end",
     BYTES("abc\0\nd\n"),
     .expected = "1@0 byte|abc\\x00\n2@5 byte|d\n"},
    {.name = "nul behind the end",
     BYTES("ab\n\0c\n"),
     .expected = "1@0 byte|ab\n2@3 byte|\\x00c\n"},
    {.name = "high bytes", BYTES("\x99\n\xFF\n"), .expected = "1@0 byte|\\x99\n2@2 byte|\\xff\n"},
};

static struct line_case marks[] = {
    {.name = "lone utf-8 mark", BYTES(UTF8_MARK), .expected = ""},
    {.name = "lone utf-16le mark", BYTES(LE_MARK), .expected = ""},
    {.name = "lone utf-16be mark", BYTES(BE_MARK), .expected = ""},
    {.name = "half a mark", BYTES("\xEF\xBB"), .expected = "1@0 byte|\\xef\\xbb open\n"},
    {.name = "first byte of a mark", BYTES("\xFF"), .expected = "1@0 byte|\\xff open\n"},
    {.name = "no mark in truth", BYTES("\xEF\xBB\n"), .expected = "1@0 byte|\\xef\\xbb\n"},
    {.name = "utf-8", BYTES(UTF8_MARK "a\r\nb\n"), .expected = "1@0 byte|a\\x0d\n2@6 byte|b\n"},
    {.name = "utf-8, empty line first",
     BYTES(UTF8_MARK "\na\n"),
     .expected = "1@0 byte|\n2@4 byte|a\n"},
    {.name = "utf-8, nul behind an empty line",
     BYTES(UTF8_MARK "\n\0a\n"),
     .expected = "1@0 byte|\n2@4 byte|\\x00a\n"},
    {.name = "utf-16le",
     BYTES(LE_MARK LE("a") LE_END LE_END LE("b") LE_END),
     .expected = "1@0 le|a\\u000d\n2@8 le|\\u000d\n3@12 le|b\\u000d\n"},
    {.name = "utf-16be",
     BYTES(BE_MARK BE("a") BE_END BE_END BE("b") BE_END),
     .expected = "1@0 be|a\\u000d\n2@8 be|\\u000d\n3@12 be|b\\u000d\n"},
    {.name = "utf-16le, no last end",
     BYTES(LE_MARK LE("a") LE("\n") LE("b")),
     .expected = "1@0 le|a\n2@6 le|b open\n"},
    {.name = "utf-16le, half a character at the end",
     BYTES(LE_MARK LE("a") LE("\n") LE("b") "\x1A"),
     .expected = "1@0 le|a\n2@6 le|b\\x1a open\n"},
};

static struct line_case utf16[] = {
    {.name = "utf-16le without mark",
     BYTES(LE("a") LE_END LE("b")),
     .expected = "1@0 le|a\\u000d\n2@6 le|b open\n"},
    {.name = "utf-16be without mark",
     BYTES(BE("a") BE_END BE("b")),
     .expected = "1@0 be|a\\u000d\n2@6 be|b open\n"},
    {.name = "utf-16le without mark, lf",
     BYTES(LE("a") LE("b") LE("\n") LE("c") LE("\n")),
     .expected = "1@0 le|ab\n2@6 le|c\n"},
    {.name = "utf-16be without mark, lf",
     BYTES(BE("a") BE("b") BE("\n") BE("c") BE("\n")),
     .expected = "1@0 be|ab\n2@6 be|c\n"},
    {.name = "utf-16le without mark, empty line first",
     BYTES(LE_END LE("a") LE_END),
     .expected = "1@0 le|\\u000d\n2@4 le|a\\u000d\n"},
    {.name = "utf-16be without mark, empty line first",
     BYTES(BE_END BE("a") BE_END),
     .expected = "1@0 be|\\u000d\n2@4 be|a\\u000d\n"},
    {.name = "utf-16le without mark, lf first",
     BYTES(LE("\n") LE("a") LE("\n")),
     .expected = "1@0 le|\n2@2 le|a\n"},
    {.name = "utf-16be without mark, lf first",
     BYTES(BE("\n") BE("a") BE("\n")),
     .expected = "1@0 be|\n2@2 be|a\n"},
    {.name = "utf-16le, characters that hold 0x0a",
     BYTES(LE_MARK "\x0D\x0A\x0A\x4E\x00\x0A\x00\x01\x0A\x0A" LE("x") LE("\n") "\x0A\x4E"),
     .expected = "1@0 le|\\u0a0d\\u4e0a\\u0a00\\u0100\\u0a0ax\n2@16 le|\\u4e0a open\n"},
    {.name = "utf-16be, characters that hold 0x0a",
     BYTES(BE_MARK "\x0A\x0D\x4E\x0A\x01\x00\x0A\x00\x0A\x0A" BE("x") BE("\n") "\x4E\x0A"),
     .expected = "1@0 be|\\u0a0d\\u4e0a\\u0100\\u0a00\\u0a0ax\n2@16 be|\\u4e0a open\n"},
    {.name = "utf-16le without mark, 0x0a in the second line",
     BYTES(LE("a") LE("\n") "\x0A\x30\x0A\x4E" LE("\n") LE("b") LE("\n")),
     .expected = "1@0 le|a\n2@4 le|\\u300a\\u4e0a\n3@10 le|b\n"},
    {.name = "utf-16be without mark, 0x0a in the second line",
     BYTES(BE("a") BE("\n") "\x30\x0A\x4E\x0A" BE("\n") BE("b") BE("\n")),
     .expected = "1@0 be|a\n2@4 be|\\u300a\\u4e0a\n3@10 be|b\n"},
};

static struct line_case changes[] = {
    {.name = "utf-16le with mark behind ascii",
     BYTES("ab\r\n" LE_MARK LE("c") LE_END LE("d") LE_END),
     .expected = "1@0 byte|ab\\x0d\n2@4 le|c\\u000d\n3@12 le|d\\u000d\n"},
    {.name = "utf-16le behind ascii",
     BYTES("ab\r\n" LE("c") LE_END LE("d") LE_END),
     .expected = "1@0 byte|ab\\x0d\n2@4 le|c\\u000d\n3@10 le|d\\u000d\n"},
    {.name = "utf-16le behind ascii, empty line first",
     BYTES("ab\r\n" LE_END LE("d") LE_END),
     .expected = "1@0 byte|ab\\x0d\n2@4 le|\\u000d\n3@8 le|d\\u000d\n"},
    {.name = "utf-16be with mark behind ascii",
     BYTES("a\r\n" BE_MARK BE("c") BE_END BE("d") BE_END),
     .expected = "1@0 byte|a\\x0d\n2@3 be|c\\u000d\n3@11 be|d\\u000d\n"},
    {.name = "utf-16be behind ascii",
     BYTES("a\r\n" BE("c") BE_END BE("d") BE_END),
     .expected = "1@0 byte|a\\x0d\n2@3 be|c\\u000d\n3@9 be|d\\u000d\n"},
    {.name = "ascii behind utf-16le",
     BYTES(LE_MARK LE("a") LE_END "Active-Connections\r\nx\r\n"),
     .expected = "1@0 le|a\\u000d\n2@8 byte|Active-Connections\\x0d\n3@28 byte|x\\x0d\n"},
    {.name = "ascii behind utf-16le, empty line first",
     BYTES(LE_MARK LE("a") LE_END "\r\nActive-Connections\r\n"),
     .expected = "1@0 le|a\\u000d\n2@8 byte|\\x0d\n3@10 byte|Active-Connections\\x0d\n"},
    {.name = "ascii behind utf-16be",
     BYTES(BE_MARK BE("a") BE_END "\r\nActive-Connections\r\nx\r\n"),
     .expected = "1@0 be|a\\u000d\n2@8 byte|\\x0d\n3@10 byte|Active-Connections\\x0d\n"
                 "4@30 byte|x\\x0d\n"},
    {.name = "a prompt behind utf-16le",
     BYTES(LE_MARK LE("a") LE_END "\r\nC:/Users/anna>"),
     .expected = "1@0 le|a\\u000d\n2@8 byte|\\x0d\n3@10 byte|C:/Users/anna> open\n"},
    {.name = "utf-8 mark behind utf-16le",
     BYTES(LE_MARK LE("a") LE("\n") UTF8_MARK "b\nc\n"),
     .expected = "1@0 le|a\n2@6 byte|b\n3@11 byte|c\n"},
    {.name = "utf-16be with mark behind utf-16le",
     BYTES(LE_MARK LE("a") LE("\n") BE_MARK BE("b") BE("\n")),
     .expected = "1@0 le|a\n2@6 be|b\n"},
    {.name = "bytes of a code page behind utf-16le, crlf",
     BYTES(LE_MARK LE("a") LE_END "\x84\xA4\x9C\xA8\r\n\x9A\xE2\r\n"),
     .expected = "1@0 le|a\\u000d\n2@8 byte|\\x84\\xa4\\x9c\\xa8\\x0d\n"
                 "3@14 byte|\\x9a\\xe2\\x0d\n"},
    {.name = "bytes of a code page behind utf-16be, lf, told by the second line",
     BYTES(BE_MARK BE("a") BE("\n") "\x84\xA4\x9C\xA8\n\"1\",\"20\",\"30\"\n"),
     .expected = "1@0 be|a\n2@6 byte|\\x84\\xa4\\x9c\\xa8\n3@11 byte|\"1\",\"20\",\"30\"\n"},
    {.name = "utf-16be without mark behind bytes of a code page, crlf",
     BYTES("\x84\xA4\x9C\r\n" BE("a") BE_END),
     .expected = "1@0 byte|\\x84\\xa4\\x9c\\x0d\n2@5 be|a\\u000d\n"},
    {.name = "utf-16be without mark behind bytes of a code page, lf",
     BYTES("  TCP    10.0.0.1:1    10.0.0.2:2    \x84\xA4  1\n" BE("a") BE("\n")),
     .expected =
         "1@0 byte|\\x20\\x20TCP\\x20\\x20\\x20\\x2010.0.0.1:1\\x20\\x20\\x20\\x2010.0.0.2:2"
         "\\x20\\x20\\x20\\x20\\x84\\xa4\\x20\\x201\n2@43 be|a\n"},
    {.name = "an empty line of bytes behind utf-16le, then utf-16le",
     BYTES(LE_MARK LE("a") LE_END "\r\n" LE("b") LE_END),
     .expected = "1@0 le|a\\u000d\n2@8 byte|\\x0d\n3@10 le|b\\u000d\n"},
    {.name = "utf-16be without mark behind utf-16le",
     BYTES(LE_MARK LE("a") LE_END BE("b") BE("c") BE_END BE("d") BE_END),
     .expected = "1@0 le|a\\u000d\n2@8 be|bc\\u000d\n3@16 be|d\\u000d\n"},
    {.name = "utf-16le without mark behind utf-16be",
     BYTES(BE_MARK BE("a") BE_END LE("b") LE("c") LE_END LE("d") LE_END),
     .expected = "1@0 be|a\\u000d\n2@8 le|bc\\u000d\n3@16 le|d\\u000d\n"},
};

/* Half a character is missing, or bytes were added at line feeds: the lines below are whole. */
static struct line_case damages[] = {
    {.name = "utf-32be",
     BYTES("\0\0" BE_MARK "\0\0" BE("a") "\0\0" BE("\n")),
     .expected = "1@0 be|\\u0000a\\u0000\n"},
    {.name = "utf-32le",
     BYTES(LE_MARK "\0\0" LE("a") "\0\0" LE("\n") "\0\0"),
     .expected = "1@0 le|\\u0000a\\u0000\n2@10 le|\\u0000 open\n"},
    {.name = "a byte of utf-16le is lost",
     BYTES(LE_MARK LE("a") LE_END "b" LE_END LE("c") LE_END LE("d") LE_END),
     .expected = "1@0 le|a\\u000d\n2@8 be|\\u620d\n3@12 be|c\\u000d\n4@18 be|d\\u000d\n"
                 "5@24 be|\\x00 open\n"},
    {.name = "a byte of utf-16be is lost",
     BYTES(BE_MARK BE("a") BE_END "b" BE_END BE("c") BE_END BE("d") BE_END),
     .expected =
         "1@0 be|a\\u000d\n2@8 le|b\\u000d\n3@14 le|c\\u000d\n4@20 le|d\\u000d\\x0a open\n"},
    {.name = "a carriage return before each line feed byte of utf-16le",
     BYTES(LE_MARK LE("a") "\r\0\r\n\0" LE("b") "\r\0\r\n\0"),
     .expected = "1@0 le|a\\u000d\\x0d\n2@9 le|b\\u000d\\x0d\n"},
    {.name = "the same without mark",
     BYTES(LE("a") "\r\0\r\n\0" LE("b") "\r\0\r\n\0"),
     .expected = "1@0 le|a\\u000d\\x0d\n2@7 le|b\\u000d\\x0d\n"},
    {.name = "the same of lf",
     BYTES(LE_MARK LE("a") "\r\n\0" LE("b") "\r\n\0"),
     .expected = "1@0 le|a\\x0d\n2@7 le|b\\x0d\n"},
    {.name = "a carriage return before each line feed byte of utf-16be",
     BYTES(BE_MARK BE("a") "\0\r\0\r\n" BE("b") "\0\r\0\r\n"),
     .expected = "1@0 be|a\\u000d\\x00\n2@9 be|b\\u000d\\x00\n"},
    {.name = "the same without mark, utf-16be",
     BYTES(BE("a") "\0\r\0\r\n" BE("b") "\0\r\0\r\n"),
     .expected = "1@0 be|a\\u000d\\x00\n2@7 be|b\\u000d\\x00\n"},
};

static struct line_case fixed[] = {
    {.name = "byte keeps nul",
     BYTES(LE("a") LE("\n") LE("b")),
     .fix = &byte,
     .expected = "1@0 byte|a\\x00\n2@3 byte|\\x00b\\x00 open\n"},
    {.name = "byte knows no utf-16 mark",
     BYTES(LE_MARK "a\n"),
     .fix = &byte,
     .expected = "1@0 byte|\\xff\\xfea\n"},
    {.name = "byte takes the utf-8 mark off",
     BYTES(UTF8_MARK "a\n"),
     .fix = &byte,
     .expected = "1@0 byte|a\n"},
    {.name = "utf-16le with mark",
     BYTES(LE_MARK LE("a") LE("\n")),
     .fix = &le,
     .expected = "1@0 le|a\n"},
    {.name = "utf-16le, 0x0a in the first line",
     BYTES("\x0D\x0A\x0A\x4E" LE("\n") LE("b")),
     .fix = &le,
     .expected = "1@0 le|\\u0a0d\\u4e0a\n2@6 le|b open\n"},
    {.name = "utf-16be, 0x0a in the first line",
     BYTES("\x0A\x0D\x4E\x0A" BE("\n") BE("b")),
     .fix = &be,
     .expected = "1@0 be|\\u0a0d\\u4e0a\n2@6 be|b open\n"},
    {.name = "utf-16le is not left for ascii",
     BYTES("Active-Connections\r\n"),
     .fix = &le,
     .expected = "1@0 le|\\u6341\\u6974\\u6576\\u432d\\u6e6f\\u656e\\u7463\\u6f69\\u736e\\u0a0d"
                 " open\n"},
    {.name = "utf-16le is not left for another mark",
     BYTES(LE("a") LE("\n") BE_MARK LE("b") LE("\n")),
     .fix = &le,
     .expected = "1@0 le|a\n2@4 le|\\ufffeb\n"},
};

#define LE_20 LE("k") LE("l") LE("m") LE("n") LE("o") LE("p") LE("q") LE("r") LE("s") LE("t")
#define BE_20 BE("k") BE("l") BE("m") BE("n") BE("o") BE("p") BE("q") BE("r") BE("s") BE("t")

static struct line_case too_long[] = {
    {.name = "the limit",
     BYTES("12345678\na\n"),
     .longest = SHORT,
     .expected = "1@0 byte|12345678\n2@9 byte|a\n"},
    {.name = "one more",
     BYTES("123456789\na\n"),
     .longest = SHORT,
     .expected = "1@0 byte|12345678 cut\n2@10 byte|a\n"},
    {.name = "much more",
     BYTES("12345678901234567890123456789012345678901234567890\na\n123456789\nb"),
     .longest = SHORT,
     .expected = "1@0 byte|12345678 cut\n2@51 byte|a\n3@53 byte|12345678 cut\n4@63 byte|b open\n"},
    {.name = "one more in the last line",
     BYTES("123456789"),
     .longest = SHORT,
     .expected = "1@0 byte|12345678 cut open\n"},
    {.name = "the mark does not count",
     BYTES(UTF8_MARK "12345678\n" UTF8_MARK "123456789\na\n"),
     .longest = SHORT,
     .expected = "1@0 byte|12345678\n2@12 byte|12345678 cut\n3@25 byte|a\n"},
    {.name = "the limit in utf-16le",
     BYTES(LE_MARK LE("a") LE("b") LE("c") LE("d") LE("\n") LE("e") LE("\n")),
     .longest = SHORT,
     .expected = "1@0 le|abcd\n2@12 le|e\n"},
    {.name = "one more in utf-16le",
     BYTES(LE_MARK LE("a") LE("b") LE("c") LE("d") LE("e") LE("\n") LE("f") LE("\n")),
     .longest = SHORT,
     .expected = "1@0 le|abcd cut\n2@14 le|f\n"},
    {.name = "much more in utf-16le",
     BYTES(LE_MARK LE_20 LE_20 LE("\n") LE("f") LE("\n")),
     .longest = SHORT,
     .expected = "1@0 le|klmn cut\n2@44 le|f\n"},
    {.name = "one more in utf-16be",
     BYTES(BE_MARK BE("a") BE("b") BE("c") BE("d") BE("e") BE("\n") BE("f") BE("\n")),
     .longest = SHORT,
     .expected = "1@0 be|abcd cut\n2@14 be|f\n"},
    {.name = "much more in utf-16be",
     BYTES(BE_MARK BE_20 BE_20 BE("\n") BE("f") BE("\n")),
     .longest = SHORT,
     .expected = "1@0 be|klmn cut\n2@44 be|f\n"},
    {.name = "much more in utf-16le, 0x0a inside",
     BYTES(LE_MARK LE_20 "\x0D\x0A\x0A\x4E" LE_20 LE("\n") LE("f") LE("\n")),
     .longest = SHORT,
     .expected = "1@0 le|klmn cut\n2@48 le|f\n"},
    {.name = "much more between utf-16le lines without mark",
     BYTES(LE("a") LE("\n") LE_20 LE_20 LE("\n") LE("f") LE("\n")),
     .longest = SHORT,
     .expected = "1@0 le|a\n2@4 le|klmn cut\n3@46 le|f\n"},
    {.name = "an odd limit",
     BYTES("1234567\n12345678\na\n"),
     .longest = SHORT - 1,
     .expected = "1@0 byte|1234567\n2@8 byte|1234567 cut\n3@17 byte|a\n"},
    {.name = "an odd limit in utf-16le",
     BYTES(LE_MARK LE("a") LE("b") LE("c") LE("\n") LE("a") LE("b") LE("c") LE("d") LE("\n")),
     .longest = SHORT - 1,
     .expected = "1@0 le|abc\n2@10 le|abc cut\n"},
};

int main(void)
{
    int failed = TABLE_RUN("line ends", ends, check_case);
    failed += TABLE_RUN("byte order marks", marks, check_case);
    failed += TABLE_RUN("utf-16", utf16, check_case);
    failed += TABLE_RUN("changes of the code unit", changes, check_case);
    failed += TABLE_RUN("damages of utf-16", damages, check_case);
    failed += TABLE_RUN("fixed code units", fixed, check_case);
    failed += TABLE_RUN("lines that are too long", too_long, check_case);
    return failed;
}
