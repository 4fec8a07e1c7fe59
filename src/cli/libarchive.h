/*
 * Owns: the functions of libarchive, loaded when the first archive is opened, and what it says when
 * one is damaged. zlib is with it, for gzip data, whose checksums libarchive passes over.
 * Must not know: what archives hold.
 */
#ifndef CLI_LIBARCHIVE_H
#define CLI_LIBARCHIVE_H

#include "cli/zlib.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <pthread.h>
#include <stdbool.h>

#define LIBARCHIVE_FUNCTIONS(X)                                                                    \
    X(archive_read_new)                                                                            \
    X(archive_read_free)                                                                           \
    X(archive_read_support_filter_bzip2)                                                           \
    X(archive_read_support_filter_xz)                                                              \
    X(archive_read_support_filter_zstd)                                                            \
    X(archive_read_support_format_zip)                                                             \
    X(archive_read_support_format_7zip)                                                            \
    X(archive_read_support_format_cab)                                                             \
    X(archive_read_support_format_tar)                                                             \
    X(archive_read_support_format_raw)                                                             \
    X(archive_read_support_format_empty)                                                           \
    X(archive_read_open)                                                                           \
    X(archive_read_open_filename)                                                                  \
    X(archive_read_open_memory)                                                                    \
    X(archive_read_next_header)                                                                    \
    X(archive_read_data_block)                                                                     \
    X(archive_format)                                                                              \
    X(archive_filter_code)                                                                         \
    X(archive_error_string)                                                                        \
    X(archive_entry_pathname)                                                                      \
    X(archive_entry_filetype)                                                                      \
    X(archive_entry_hardlink)                                                                      \
    X(archive_entry_size)                                                                          \
    X(archive_entry_size_is_set)                                                                   \
    X(archive_entry_is_data_encrypted)

#define LIBARCHIVE_ENCRYPTED "encrypted: unpack it and give the files"
#define LIBARCHIVE_NO_BEGINNING "cannot be unpacked: it begins like an archive, and is damaged"

struct stream;

struct libarchive_functions {
#define LIBARCHIVE_POINTER(name) __typeof__(name) *name;
    LIBARCHIVE_FUNCTIONS(LIBARCHIVE_POINTER)
#undef LIBARCHIVE_POINTER
};

struct libarchive {
    pthread_mutex_t mutex;
    bool tried;
    const char *missing;
    locale_t locale; /* names in UTF-8, whatever the user's is */
    struct libarchive_functions call;
    struct zlib zlib;
};

void libarchive_init(struct libarchive *library);
void libarchive_free(struct libarchive *library);
/* Any thread may ask, and reads archives with it then. False: problem says what is not there. */
bool libarchive_ready(struct libarchive *library, char *problem, size_t room);
/* Opens what comes from a stream, which is borrowed. As archive_read_open. */
int libarchive_open_stream(const struct libarchive *library, struct archive *archive,
                           struct stream *stream);
/* Writes what went wrong, in words of ours where the library's are unclear. True: it ends early,
 * and what came before is as it was. */
bool libarchive_problem(const struct libarchive *library, struct archive *archive, char *problem,
                        size_t room);

#endif
