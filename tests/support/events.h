/*
 * Owns: the event log, one line per event of the parser.
 * Must not know: which events are right.
 *
 *   section connections line=1 byte=0 shape=netstat language=de taken_at=2026-11-22T09:30:00
 *   process line=5 byte=233 pid=4028 image=OUTLOOK.EXE session=Console session_id=1 ...
 *       ... memory_kib=214080
 *   connection line=7 byte=310 kind=listener proto=TCP local=[::]:135 remote=[::]:0 ...
 *       ... state=LISTENING word=ABHÖREN pid=1788
 *   diagnostic line=17 byte=1204 severity=warning code=row-cut text=a sentence to the end
 *   line line=2 byte=2 class=heading text="Aktive Verbindungen" note=-    (only with every_line)
 *   section-end connections shape=netstat language=de encoding=CP850
 *   end process=1 connection=2 detail=0 heading=4 blank=2 other=0 rejected=0 seems=a capture
 *
 * - What is not known is "-". A text that holds blanks, quotes, backslashes, controls or bytes that
 *   are no UTF-8, that is empty or is "-" itself, stands in double quotes, with \", \\ and \xHH.
 * - The last field of diagnostic and end is a sentence and runs to the end of the line, unquoted.
 * - An endpoint is address:port; an address with colons stands in brackets, one that is not known
 *   is "*", a service name takes the place of the port, and "-" alone says that nothing is known.
 * - taken_at stands there only when it is known; a connection without a PID ends with its owner,
 *   " owner=svchost.exe", when that is known.
 * - A process ends with " image_cut" when its layout may have cut the name.
 * - The counts of end are the ledger of the whole text.
 */
#ifndef SUPPORT_EVENTS_H
#define SUPPORT_EVENTS_H

#include "base/buffer.h"

/* Appends the line of the event, with its end. */
void events_append(struct buffer *log, const oc_event *event);

#endif
