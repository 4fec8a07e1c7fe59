#include "text/utf8.h"

#define UTF8_ESCAPE_SIZE 4 /* \x9f */

#include <string.h>

struct utf8_range {
    uint32_t first;
    uint32_t last;
};

/* Marks that stand on the character before them, joiners and direction marks. */
static const struct utf8_range utf8_no_cell[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},  {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x05C7, 0x05C7}, {0x0600, 0x0605},  {0x0610, 0x061A}, {0x061C, 0x061C},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DD},  {0x06DF, 0x06E4}, {0x06E7, 0x06E8},
    {0x06EA, 0x06ED}, {0x070F, 0x070F}, {0x0711, 0x0711},  {0x0730, 0x074A}, {0x07A6, 0x07B0},
    {0x07EB, 0x07F3}, {0x07FD, 0x07FD}, {0x0816, 0x0819},  {0x081B, 0x0823}, {0x0825, 0x0827},
    {0x0829, 0x082D}, {0x0859, 0x085B}, {0x0890, 0x089F},  {0x08CA, 0x0902}, {0x093A, 0x093A},
    {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D},  {0x0951, 0x0957}, {0x0962, 0x0963},
    {0x0981, 0x0981}, {0x09BC, 0x09BC}, {0x09C1, 0x09C4},  {0x09CD, 0x09CD}, {0x09E2, 0x09E3},
    {0x09FE, 0x0A02}, {0x0A3C, 0x0A3C}, {0x0A41, 0x0A51},  {0x0A70, 0x0A71}, {0x0A75, 0x0A75},
    {0x0A81, 0x0A82}, {0x0ABC, 0x0ABC}, {0x0AC1, 0x0AC8},  {0x0ACD, 0x0ACD}, {0x0AE2, 0x0AE3},
    {0x0AFA, 0x0B01}, {0x0B3C, 0x0B3C}, {0x0B3F, 0x0B3F},  {0x0B41, 0x0B44}, {0x0B4D, 0x0B56},
    {0x0B62, 0x0B63}, {0x0B82, 0x0B82}, {0x0BC0, 0x0BC0},  {0x0BCD, 0x0BCD}, {0x0C00, 0x0C00},
    {0x0C04, 0x0C04}, {0x0C3C, 0x0C3C}, {0x0C3E, 0x0C40},  {0x0C46, 0x0C56}, {0x0C62, 0x0C63},
    {0x0C81, 0x0C81}, {0x0CBC, 0x0CBC}, {0x0CBF, 0x0CBF},  {0x0CC6, 0x0CC6}, {0x0CCC, 0x0CCD},
    {0x0CE2, 0x0CE3}, {0x0D00, 0x0D01}, {0x0D3B, 0x0D3C},  {0x0D41, 0x0D44}, {0x0D4D, 0x0D4D},
    {0x0D62, 0x0D63}, {0x0D81, 0x0D81}, {0x0DCA, 0x0DCA},  {0x0DD2, 0x0DD6}, {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x0EB1, 0x0EB1},  {0x0EB4, 0x0EBC}, {0x0EC8, 0x0ECD},
    {0x0F18, 0x0F19}, {0x0F35, 0x0F35}, {0x0F37, 0x0F37},  {0x0F39, 0x0F39}, {0x0F71, 0x0F7E},
    {0x0F80, 0x0F84}, {0x0F86, 0x0F87}, {0x0F8D, 0x0FBC},  {0x0FC6, 0x0FC6}, {0x102D, 0x1030},
    {0x1032, 0x1037}, {0x1039, 0x103A}, {0x103D, 0x103E},  {0x1058, 0x1059}, {0x105E, 0x1060},
    {0x1071, 0x1074}, {0x1082, 0x1082}, {0x1085, 0x1086},  {0x108D, 0x108D}, {0x109D, 0x109D},
    {0x1160, 0x11FF}, {0x135D, 0x135F}, {0x1712, 0x1714},  {0x1732, 0x1733}, {0x1752, 0x1753},
    {0x1772, 0x1773}, {0x17B4, 0x17B5}, {0x17B7, 0x17BD},  {0x17C6, 0x17C6}, {0x17C9, 0x17D3},
    {0x17DD, 0x17DD}, {0x180B, 0x180F}, {0x1885, 0x1886},  {0x18A9, 0x18A9}, {0x1920, 0x1922},
    {0x1927, 0x1928}, {0x1932, 0x1932}, {0x1939, 0x193B},  {0x1A17, 0x1A18}, {0x1A1B, 0x1A1B},
    {0x1A56, 0x1A56}, {0x1A58, 0x1A60}, {0x1A62, 0x1A62},  {0x1A65, 0x1A6C}, {0x1A73, 0x1A7F},
    {0x1AB0, 0x1B03}, {0x1B34, 0x1B34}, {0x1B36, 0x1B3A},  {0x1B3C, 0x1B3C}, {0x1B42, 0x1B42},
    {0x1B6B, 0x1B73}, {0x1B80, 0x1B81}, {0x1BA2, 0x1BA5},  {0x1BA8, 0x1BA9}, {0x1BAB, 0x1BAD},
    {0x1BE6, 0x1BE6}, {0x1BE8, 0x1BE9}, {0x1BED, 0x1BED},  {0x1BEF, 0x1BF1}, {0x1C2C, 0x1C33},
    {0x1C36, 0x1C37}, {0x1CD0, 0x1CD2}, {0x1CD4, 0x1CE0},  {0x1CE2, 0x1CE8}, {0x1CED, 0x1CED},
    {0x1CF4, 0x1CF4}, {0x1CF8, 0x1CF9}, {0x1DC0, 0x1DFF},  {0x200B, 0x200F}, {0x202A, 0x202E},
    {0x2060, 0x206F}, {0x20D0, 0x20F0}, {0x2CEF, 0x2CF1},  {0x2D7F, 0x2D7F}, {0x2DE0, 0x2DFF},
    {0x302A, 0x302D}, {0x3099, 0x309A}, {0xA66F, 0xA672},  {0xA674, 0xA67D}, {0xA69E, 0xA69F},
    {0xA6F0, 0xA6F1}, {0xA802, 0xA802}, {0xA806, 0xA806},  {0xA80B, 0xA80B}, {0xA825, 0xA826},
    {0xA82C, 0xA82C}, {0xA8C4, 0xA8C5}, {0xA8E0, 0xA8F1},  {0xA8FF, 0xA8FF}, {0xA926, 0xA92D},
    {0xA947, 0xA951}, {0xA980, 0xA982}, {0xA9B3, 0xA9B3},  {0xA9B6, 0xA9B9}, {0xA9BC, 0xA9BD},
    {0xA9E5, 0xA9E5}, {0xAA29, 0xAA2E}, {0xAA31, 0xAA32},  {0xAA35, 0xAA36}, {0xAA43, 0xAA43},
    {0xAA4C, 0xAA4C}, {0xAA7C, 0xAA7C}, {0xAAB0, 0xAAB0},  {0xAAB2, 0xAAB4}, {0xAAB7, 0xAAB8},
    {0xAABE, 0xAABF}, {0xAAC1, 0xAAC1}, {0xAAEC, 0xAAED},  {0xAAF6, 0xAAF6}, {0xABE5, 0xABE5},
    {0xABE8, 0xABE8}, {0xABED, 0xABED}, {0xFB1E, 0xFB1E},  {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF}};

/* East Asian wide and full width characters, and emoji. */
static const struct utf8_range utf8_two_cells[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x3029},
    {0x302E, 0x303E},   {0x3041, 0x3096},   {0x309B, 0x3247},   {0x3250, 0x4DBF},
    {0x4E00, 0xA4C6},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},   {0xF900, 0xFAD9},
    {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x16FE3}, {0x16FF0, 0x1B2FB}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335},
    {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3},
    {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440},
    {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567},
    {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF},
    {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A},
    {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAF6}, {0x20000, 0x3FFFD}};

/* Every step-th code point of first..last folds to itself plus shift. */
struct utf8_folding {
    uint32_t first;
    uint32_t last;
    uint32_t step;
    int32_t shift;
};

static const struct utf8_folding utf8_foldings[] = {
    {0x0041, 0x005A, 1, 32},    {0x00B5, 0x00B5, 1, 775},  {0x00C0, 0x00D6, 1, 32},
    {0x00D8, 0x00DE, 1, 32},    {0x0100, 0x012E, 2, 1},    {0x0132, 0x0136, 2, 1},
    {0x0139, 0x0147, 2, 1},     {0x014A, 0x0176, 2, 1},    {0x0178, 0x0178, 1, -121},
    {0x0179, 0x017D, 2, 1},     {0x017F, 0x017F, 1, -268}, {0x018F, 0x018F, 1, 202},
    {0x01A0, 0x01A4, 2, 1},     {0x01AF, 0x01AF, 1, 1},    {0x01CD, 0x01DB, 2, 1},
    {0x01DE, 0x01EE, 2, 1},     {0x01F8, 0x021E, 2, 1},    {0x0222, 0x0232, 2, 1},
    {0x0386, 0x0386, 1, 38},    {0x0388, 0x038A, 1, 37},   {0x038C, 0x038C, 1, 64},
    {0x038E, 0x038F, 1, 63},    {0x0391, 0x03A1, 1, 32},   {0x03A3, 0x03AB, 1, 32},
    {0x03C2, 0x03C2, 1, 1},     {0x0400, 0x040F, 1, 80},   {0x0410, 0x042F, 1, 32},
    {0x0460, 0x0480, 2, 1},     {0x048A, 0x04BE, 2, 1},    {0x04C0, 0x04C0, 1, 15},
    {0x04C1, 0x04CD, 2, 1},     {0x04D0, 0x052E, 2, 1},    {0x1E00, 0x1E94, 2, 1},
    {0x1E9E, 0x1E9E, 1, -7615}, {0x1EA0, 0x1EFE, 2, 1}};

struct utf8_form {
    size_t length; /* 0: no character begins with this byte */
    uint32_t bits; /* of the first byte */
    uint32_t least;
};

static struct utf8_form utf8_form_of(unsigned char first)
{
    if (first >= 0xC2 && first <= 0xDF) {
        return (struct utf8_form){2, first & 0x1Fu, 0x80};
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return (struct utf8_form){3, first & 0x0Fu, 0x800};
    }
    if (first >= 0xF0 && first <= 0xF4) {
        return (struct utf8_form){4, first & 0x07u, 0x10000};
    }
    return (struct utf8_form){0, 0, 0};
}

static bool utf8_scalar(uint32_t code_point)
{
    return code_point < 0xD800 || (code_point > 0xDFFF && code_point <= 0x10FFFF);
}

/* Length in bytes of the character at data, 0 if there is none. */
static size_t utf8_read(const char *data, size_t size, uint32_t *code_point)
{
    unsigned char first = (unsigned char)data[0];
    if (first < 0x80) {
        *code_point = first;
        return 1;
    }
    struct utf8_form form = utf8_form_of(first);
    if (form.length == 0 || form.length > size) {
        return 0;
    }
    uint32_t value = form.bits;
    for (size_t i = 1; i < form.length; i++) {
        unsigned char byte = (unsigned char)data[i];
        if ((byte & 0xC0u) != 0x80) {
            return 0;
        }
        value = value << 6 | (byte & 0x3Fu);
    }
    *code_point = value;
    return value >= form.least && utf8_scalar(value) ? form.length : 0;
}

uint32_t utf8_decode(const char *data, size_t size, size_t *length)
{
    uint32_t code_point = UTF8_REPLACEMENT;
    *length = utf8_read(data, size, &code_point);
    if (*length == 0) {
        *length = 1;
        return UTF8_REPLACEMENT;
    }
    return code_point;
}

size_t utf8_encode(uint32_t code_point, char out[4])
{
    if (!utf8_scalar(code_point)) {
        code_point = UTF8_REPLACEMENT;
    }
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80u | (code_point & 0x3Fu));
        code_point >>= 6;
    }
    out[0] = (char)((0xF00u >> length & 0xF0u) | code_point);
    return length;
}

/* How many of the first bytes are ASCII, in steps of a machine word; the last few may be missed. */
static size_t utf8_ascii_words(const char *data, size_t size)
{
    size_t done = 0;
    while (size - done >= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, data + done, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
        done += sizeof word;
    }
    return done;
}

bool utf8_valid(const char *data, size_t size)
{
    size_t at = 0;
    while (at < size) {
        at += utf8_ascii_words(data + at, size - at);
        /* The rest of a line of text that is not ASCII is often not ASCII, too. */
        for (size_t end = at + sizeof(uint64_t); at < size && at < end;) {
            uint32_t code_point;
            size_t length = utf8_read(data + at, size - at, &code_point);
            if (length == 0) {
                return false;
            }
            at += length;
        }
    }
    return true;
}

bool utf8_ascii(const char *data, size_t size)
{
    for (size_t at = utf8_ascii_words(data, size); at < size; at++) {
        if ((unsigned char)data[at] >= 0x80) {
            return false;
        }
    }
    return true;
}

static bool utf8_in(const struct utf8_range *ranges, size_t count, uint32_t code_point)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (code_point > ranges[middle].last) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && code_point >= ranges[low].first;
}

unsigned utf8_cells_of(uint32_t code_point)
{
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) {
        return 0;
    }
    if (code_point < utf8_no_cell[0].first) {
        return 1;
    }
    if (utf8_in(utf8_no_cell, sizeof utf8_no_cell / sizeof *utf8_no_cell, code_point)) {
        return 0;
    }
    return utf8_in(utf8_two_cells, sizeof utf8_two_cells / sizeof *utf8_two_cells, code_point) ? 2
                                                                                               : 1;
}

size_t utf8_cells(oc_text text)
{
    size_t cells = 0;
    size_t length;
    for (size_t at = 0; at < text.size; at += length) {
        cells += utf8_cells_of(utf8_decode(text.data + at, text.size - at, &length));
    }
    return cells;
}

size_t utf8_cut(oc_text text, size_t cells)
{
    size_t at = 0;
    size_t used = 0;
    while (at < text.size) {
        size_t length;
        used += utf8_cells_of(utf8_decode(text.data + at, text.size - at, &length));
        if (used > cells) {
            break;
        }
        at += length;
    }
    return at;
}

uint32_t utf8_fold(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof utf8_foldings / sizeof *utf8_foldings; i++) {
        const struct utf8_folding *folding = &utf8_foldings[i];
        if (code_point < folding->first) {
            return code_point;
        }
        if (code_point <= folding->last) {
            bool folds = (code_point - folding->first) % folding->step == 0;
            return folds ? (uint32_t)((int32_t)code_point + folding->shift) : code_point;
        }
    }
    return code_point;
}

static bool utf8_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* Only bytes past ASCII are escaped, so \x41 is what the text says. */
static bool utf8_is_escape(const char *data, size_t size)
{
    return size >= UTF8_ESCAPE_SIZE && data[0] == '\\' && data[1] == 'x' && data[2] >= '8' &&
           utf8_hex(data[2]) && utf8_hex(data[3]);
}

uint32_t utf8_decode_escaped(const char *data, size_t size, size_t *length)
{
    if ((unsigned char)*data < 0x80 && *data != '\\') {
        *length = 1;
        return (unsigned char)*data;
    }
    if (!utf8_is_escape(data, size))
        return utf8_decode(data, size, length);
    *length = UTF8_ESCAPE_SIZE;
    return UTF8_REPLACEMENT;
}

bool utf8_holds_digit(oc_text text)
{
    size_t length;
    for (size_t i = 0; i < text.size; i += length) {
        uint32_t c = utf8_decode_escaped(text.data + i, text.size - i, &length);
        if (c >= '0' && c <= '9')
            return true;
    }
    return false;
}
