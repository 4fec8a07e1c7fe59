#include "cli/rest.h"

#include "base/text.h"

static const char *const rest_endings[] = {".txt",  ".log", ".csv", ".tsv", ".out",
                                           ".text", ".lst", ".dat", ".list"};

static const char *const rest_packed[] = {".gz", ".bz2", ".xz", ".zst"};

/* Commands and options. Letters that may name a machine (a, b, n, o, p) stay. */
static const char *const rest_words[] = {
    "tasklist", "tasks", "task", "processes",   "process",    "procs", "proc", "svc",
    "v",        "m",     "apps", "fo",          "nh",         "table", "csv",  "list",
    "netstat",  "net",   "nets", "connections", "connection", "conns", "conn", "an",
    "ano",      "anob",  "anb",  "ao",          "aon",        "aonb",  "aob",  "abno",
    "abn",      "nao",   "naob", "nab",         "nabo",       "nob",   "nbo",  "bano",
    "nato",     "anoq",  "anot", "anof",        "xanoq",      "tcp",   "udp",
};

static bool rest_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Bytes of other scripts are letters. */
static bool rest_is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (unsigned char)byte >= 0x80;
}

static bool rest_is_word(oc_text token)
{
    for (size_t i = 0; i < sizeof rest_words / sizeof *rest_words; i++) {
        if (text_equal_nocase(token, text_of(rest_words[i]))) {
            return true;
        }
    }
    return false;
}

/* "netstat7" and "7netstat" leave "7"; "web7" is a name and stays. */
static oc_text rest_of_token(oc_text token)
{
    size_t front = 0;
    while (front < token.size && rest_is_digit(token.data[front])) {
        front++;
    }
    if (front > 0 && rest_is_word(text_sub(token, front, token.size))) {
        return text_sub(token, 0, front);
    }
    size_t back = token.size;
    while (back > 0 && rest_is_digit(token.data[back - 1])) {
        back--;
    }
    if (rest_is_word(text_sub(token, 0, back))) {
        return text_sub(token, back, token.size);
    }
    return token;
}

static oc_text rest_without(oc_text name, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        oc_text ending = text_of(endings[i]);
        if (text_ends_nocase(name, ending)) {
            return text_sub(name, 0, name.size - ending.size);
        }
    }
    return name;
}

/* Only endings that texts have: in "netstat.web7" the end is the machine. */
static oc_text rest_stem(oc_text path)
{
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/') {
        start--;
    }
    oc_text name = rest_without(text_sub(path, start, path.size), rest_packed,
                                sizeof rest_packed / sizeof *rest_packed);
    return rest_without(name, rest_endings, sizeof rest_endings / sizeof *rest_endings);
}

static size_t rest_skip(oc_text stem, size_t at, bool within)
{
    while (at < stem.size &&
           (rest_is_letter(stem.data[at]) || rest_is_digit(stem.data[at])) == within) {
        at++;
    }
    return at;
}

static void rest_append(oc_text *text, char *room, oc_text piece, bool lower)
{
    for (size_t i = 0; i < piece.size; i++) {
        char byte = piece.data[i];
        bool capital = lower && byte >= 'A' && byte <= 'Z';
        room[text->size++] = (char)(capital ? byte + ('a' - 'A') : byte);
    }
}

struct rest rest_of_path(struct arena *arena, oc_text path)
{
    oc_text stem = rest_stem(path);
    char *key = arena_alloc(arena, stem.size + 1);
    char *shown = arena_alloc(arena, stem.size + 1);
    struct rest rest = {.key = {.data = key}, .shown = {.data = shown}};
    if (arena_failed(arena)) {
        return rest;
    }
    size_t end = 0;
    for (size_t at = 0; at < stem.size; at = end) {
        size_t start = rest_skip(stem, at, false);
        end = rest_skip(stem, start, true);
        oc_text piece = rest_of_token(text_sub(stem, start, end - start));
        if (piece.size == 0) {
            continue;
        }
        if (rest.key.size > 0) {
            rest_append(&rest.key, key, text_of("-"), false);
            rest_append(&rest.shown, shown, text_sub(stem, at, start - at), false);
        }
        rest_append(&rest.key, key, piece, true);
        rest_append(&rest.shown, shown, piece, false);
    }
    return rest;
}
