#include "text/page.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* Few encodings need more UTF-8 bytes for one of their own, and those need no more than this. */
#define GROWTH 4
#define GROWTH_MAX 64

#define NO_ICONV ((iconv_t)-1)

void page_init(struct page *page, const char *encoding)
{
    *page = (struct page){encoding, NULL, false};
}

void page_close(struct page *page)
{
    if (page->handle != NULL)
        iconv_close(page->handle);
    page->handle = NULL;
}

bool page_open(struct page *page)
{
    if (page->handle != NULL || page->missing)
        return page->handle != NULL;
    iconv_t handle = iconv_open("UTF-8", page->encoding);
    page->missing = handle == NO_ICONV && errno != ENOMEM;
    page->handle = handle == NO_ICONV ? NULL : handle;
    return page->handle != NULL;
}

/* Lines are found and ASCII is kept before decoding, so an encoding must hold ASCII as it is. */
static bool keeps_ascii(iconv_t iconv_handle)
{
    static const char probe[] = "\r\n\t TCP [::1%9]:=\"\\{}~";
    char in[sizeof probe];
    char out[GROWTH * sizeof probe];
    memcpy(in, probe, sizeof probe);
    char *from = in;
    char *to = out;
    size_t in_left = sizeof probe - 1;
    size_t out_left = sizeof out;
    if (iconv(iconv_handle, &from, &in_left, &to, &out_left) == (size_t)-1)
        return false;
    /* Japanese pages read a backslash as a yen sign and a tilde as an overline in some libraries.
     */
    size_t compared = strcspn(probe, "\\");
    return sizeof out - out_left >= compared && memcmp(out, probe, compared) == 0;
}

/* iconv reads more into a name than a name: options behind slashes, the environment for none. */
static bool plain_name(const char *name)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:+";
    return name[0] != '\0' && name[strspn(name, allowed)] == '\0';
}

oc_status page_open_checked(struct page *page)
{
    if (!plain_name(page->encoding))
        return OC_NO_ENCODING;
    if (!page_open(page))
        return page->missing ? OC_NO_ENCODING : OC_NO_MEMORY;
    return keeps_ascii(page->handle) ? OC_OK : OC_NO_ENCODING;
}

void page_escape_byte(struct buffer *out, char byte)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char value = (unsigned char)byte;
    char escaped[4] = {'\\', 'x', digits[value >> 4], digits[value & 15]};
    buffer_append(out, escaped, sizeof escaped);
}

/* from NULL: what the page still holds back, because a mark might have followed. */
static bool convert(iconv_t handle, struct buffer *out, char **from, size_t *left)
{
    size_t room = *left * GROWTH + GROWTH_MAX;
    size_t room_left = room;
    char *to = buffer_reserve(out, room);
    if (to == NULL)
        return true;
    size_t done = iconv(handle, from, left, &to, &room_left);
    out->size += room - room_left;
    return done != (size_t)-1 || errno == E2BIG;
}

size_t page_decode(struct page *page, struct buffer *out, oc_text bytes)
{
    size_t bad = 0;
    buffer_clear(out);
    /* iconv takes it without const and does not write there. */
    char *from = (char *)(uintptr_t)bytes.data;
    size_t left = bytes.size;
    iconv(page->handle, NULL, NULL, NULL, NULL);
    while (left > 0 && !out->failed)
        if (!convert(page->handle, out, &from, &left)) {
            page_escape_byte(out, *from);
            from++;
            left--;
            bad++;
        }
    convert(page->handle, out, NULL, &left);
    return bad;
}
