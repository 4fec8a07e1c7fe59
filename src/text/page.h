/*
 * Owns: one code page of the system: bytes of it to UTF-8, and whether it exists. page.c alone
 * includes <iconv.h>.
 * Must not know: which page a text is in, lines, tables.
 */
#ifndef TEXT_PAGE_H
#define TEXT_PAGE_H

#include "base/buffer.h"

struct page {
    const char *encoding; /* as iconv names it */
    void *handle;         /* NULL until it is first needed */
    bool missing;         /* this system does not have it */
};

void page_init(struct page *page, const char *encoding);
void page_close(struct page *page);
/* Opens it when that was not done yet; false: there is none. */
bool page_open(struct page *page);
/* For a name that a user gave: OC_NO_ENCODING when there is none of that name, or none whose ASCII
 * part is ASCII. */
oc_status page_open_checked(struct page *page);
/*
 * Writes the text of the bytes over what is in out. Bytes that the page does not have are escaped
 * as \x9f; returns how many. The page is open.
 */
size_t page_decode(struct page *page, struct buffer *out, oc_text bytes);
void page_escape_byte(struct buffer *out, char byte);

#endif
