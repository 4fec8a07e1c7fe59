#include "cli/kind.h"

#include <stdint.h>
#include <string.h>

struct kind_magic {
    size_t offset;
    size_t size;
    const char *bytes;
    const char *name;
    bool packs_one;
};

#define KIND_GZIP "\x1f\x8b\x08"

static const struct kind_magic kind_magics[] = {
    {0, 4, "PK\3\4", "a zip archive", false},
    {0, 4, "PK\5\6", "a zip archive", false},
    {0, 3, KIND_GZIP, "gzip data", true},
    {0, 6, "7z\xbc\xaf\x27\x1c", "a 7z archive", false},
    {0, 6,
     "\xfd"
     "7zXZ\0",
     "xz data", true},
    {0, 4, "\x28\xb5\x2f\xfd", "zstd data", true},
    {0, 3, "BZh", "bzip2 data", true},
    {0, 8, "MSCF\0\0\0\0", "a cab archive", false},
    {257, 5, "ustar", "a tar archive", false},
};

/* A header of tar before POSIX names no format; what tells it is its checksum. */
enum { KIND_TAR_CHECKSUM = 148, KIND_TAR_CHECKSUM_SIZE = 8 };

static bool kind_octal(const char *field, size_t size, uint32_t *number)
{
    size_t at = 0;
    size_t digits = 0;
    *number = 0;
    while (at < size && field[at] == ' ') {
        at++;
    }
    for (; at < size && field[at] >= '0' && field[at] <= '7'; at++, digits++) {
        *number = *number * 8 + (uint32_t)(field[at] - '0');
    }
    return digits > 0 && at < size && (field[at] == '\0' || field[at] == ' ');
}

static bool kind_is_old_tar(const char *head, size_t size)
{
    uint32_t claimed;
    uint32_t sum = KIND_TAR_CHECKSUM_SIZE * ' ';
    if (size < KIND_HEAD || head[0] == '\0' ||
        !kind_octal(head + KIND_TAR_CHECKSUM, KIND_TAR_CHECKSUM_SIZE, &claimed)) {
        return false;
    }
    for (size_t i = 0; i < KIND_HEAD; i++) {
        bool within = i >= KIND_TAR_CHECKSUM && i < KIND_TAR_CHECKSUM + KIND_TAR_CHECKSUM_SIZE;
        sum += within ? 0 : (unsigned char)head[i];
    }
    return sum == claimed;
}

static const struct kind_magic *kind_find(const char *head, size_t size)
{
    for (size_t i = 0; i < sizeof kind_magics / sizeof *kind_magics; i++) {
        const struct kind_magic *magic = &kind_magics[i];
        if (size >= magic->offset + magic->size &&
            memcmp(head + magic->offset, magic->bytes, magic->size) == 0) {
            return magic;
        }
    }
    return NULL;
}

const char *kind_of_archive(const char *head, size_t size)
{
    const struct kind_magic *magic = kind_find(head, size);
    if (magic != NULL) {
        return magic->name;
    }
    return kind_is_old_tar(head, size) ? "a tar archive" : NULL;
}

bool kind_packs_one(const char *head, size_t size)
{
    const struct kind_magic *magic = kind_find(head, size);
    return magic != NULL && magic->packs_one;
}

bool kind_is_gzip(const char *head, size_t size)
{
    const struct kind_magic *magic = kind_find(head, size);
    return magic != NULL && strcmp(magic->bytes, KIND_GZIP) == 0;
}
