#include "parse/value.h"

#include "base/address.h"
#include "base/text.h"
#include "grammar/words.h"
#include "text/utf8.h"

#include <string.h>

#define PORT_MAX 65535
/* Windows prints zones as numbers; a name is as long as an interface's at most. */
#define ZONE_MAX 32

/* reason may be NULL: nobody asks. */
static bool wrong(struct reason *reason, oc_text cell, const char *what)
{
    if (reason == NULL)
        return false;
    reason->code = "row-unread";
    buffer_clear(&reason->text);
    buffer_byte(&reason->text, '"');
    buffer_text(&reason->text, cell);
    buffer_string(&reason->text, "\" ");
    buffer_string(&reason->text, what);
    return false;
}

static bool read_u32(oc_text cell, uint32_t *number, struct reason *reason)
{
    uint64_t value;
    if (!text_number(cell, UINT32_MAX, &value))
        return wrong(reason, cell, "is not a number of at most 32 bits");
    *number = (uint32_t)value;
    return true;
}

/* What stands between groups of digits: one character, or what it became when it was read wrongly,
 * several that are not ASCII. */
static size_t separator_size(oc_text text)
{
    size_t length;
    uint32_t c = utf8_decode_escaped(text.data, text.size, &length);
    size_t size = length;
    while (c >= 0x80 && size < text.size) {
        c = utf8_decode_escaped(text.data + size, text.size - size, &length);
        size += c >= 0x80 ? length : 0;
    }
    return size;
}

/*
 * The digits of the cell, in groups of three behind the first, with a separator between them, then
 * a unit. Without a unit the cell is cut. No digits at all: not known (N/A).
 */
static bool read_memory(oc_text cell, int64_t *kib, struct reason *reason)
{
    uint64_t value = 0;
    size_t group = 0;
    size_t groups = 0;
    size_t length;
    size_t i = 0;
    *kib = OC_NONE;
    for (; i < cell.size; i += length) {
        uint32_t c = utf8_decode_escaped(cell.data + i, cell.size - i, &length);
        bool digit = c >= '0' && c <= '9';
        if (digit && value > (UINT64_MAX >> 8))
            return wrong(reason, cell, "is more memory than there is");
        if (digit) {
            value = value * 10 + (c - '0');
            group++;
            continue;
        }
        if (group == 0 || (groups > 0 && group != 3))
            break;
        length = separator_size(text_sub(cell, i, cell.size));
        bool more =
            i + length < cell.size && cell.data[i + length] >= '0' && cell.data[i + length] <= '9';
        if (!more)
            break;
        groups++;
        group = 0;
    }
    if (value == 0 && group == 0 && !utf8_holds_digit(cell))
        return true;
    /* Digits that are in no group: no number is better than half of one. */
    if (group > 0 && utf8_holds_digit(text_sub(cell, i, cell.size)))
        return true;
    bool parts = i + 1 == cell.size && (cell.data[i] == ',' || cell.data[i] == '.');
    if (group == 0 || i == cell.size || parts || (groups > 0 && group != 3))
        return wrong(reason, cell, "is cut, or is not memory");
    *kib = (int64_t)value;
    return true;
}

static oc_text unless_empty(oc_text cell)
{
    return cell.size > 0 ? cell : (oc_text){NULL, 0};
}

bool value_process(const struct cells *cells, oc_process *process, struct reason *reason)
{
    uint32_t session_id = 0;
    process->image = cells->at[COLUMN_IMAGE];
    process->image_cut = cells->full[COLUMN_IMAGE];
    process->session = unless_empty(cells->at[COLUMN_SESSION]);
    process->session_id = OC_NONE;
    process->memory_kib = OC_NONE;
    if (!read_u32(cells->at[COLUMN_PID], &process->pid, reason))
        return false;
    if (text_known(unless_empty(cells->at[COLUMN_SESSION_ID]))) {
        if (!read_u32(cells->at[COLUMN_SESSION_ID], &session_id, reason))
            return false;
        process->session_id = session_id;
    }
    return !text_known(cells->at[COLUMN_MEMORY]) ||
           read_memory(cells->at[COLUMN_MEMORY], &process->memory_kib, reason);
}

static bool digits_and_dots(oc_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((text.data[i] < '0' || text.data[i] > '9') && text.data[i] != '.')
            return false;
    return true;
}

/* A name may hold any letter; what no screen shows is none. */
static bool holds_control(oc_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7F)
            return true;
    return false;
}

/*
 * The form of an IPv6 address, not its digits: people hide parts of an address before they send a
 * capture, and the row is a row all the same.
 */
static bool ipv6_like(oc_text text)
{
    oc_text zone = text;
    oc_text address;
    size_t colons = 0;
    text_split(&zone, '%', &address);
    if (text_known(zone) && (zone.size == 0 || zone.size > ZONE_MAX || holds_control(zone)))
        return false;
    for (size_t i = 0; i < address.size; i++) {
        char c = address.data[i];
        bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && c != ':' && c != '.' && c != '*')
            return false;
        colons += c == ':';
    }
    return colons >= 2;
}

static bool only_digits(oc_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return true;
}

static bool read_port(oc_text text, oc_endpoint *endpoint, oc_text cell, struct reason *reason)
{
    uint64_t port;
    if (text.size == 0)
        return wrong(reason, cell, "has no port");
    if (text.size == 1 && text.data[0] == '*')
        return true;
    if (text_number(text, PORT_MAX, &port)) {
        endpoint->port = (int32_t)port;
        return true;
    }
    if (only_digits(text))
        return wrong(reason, cell, "has a port past 65535");
    if (holds_control(text))
        return wrong(reason, cell, "has a control character in its port");
    endpoint->service = text;
    return true;
}

static bool read_address(oc_text text, oc_endpoint *endpoint, oc_text cell, struct reason *reason)
{
    uint8_t ipv4[ADDRESS_IPV4_SIZE];
    if (text.data[0] == '[') {
        if (text.size < 2 || text.data[text.size - 1] != ']')
            return wrong(reason, cell, "has no ] behind its address");
        text = text_sub(text, 1, text.size - 2);
        if (!ipv6_like(text))
            return wrong(reason, cell, "has no IPv6 address between [ and ]");
    } else if (memchr(text.data, ':', text.size) != NULL) {
        return wrong(reason, cell,
                     "has an IPv6 address without [ and ], so its port is not certain");
    } else if (digits_and_dots(text)) {
        if (!address_read_ipv4(text, ipv4))
            return wrong(reason, cell, "has no IPv4 address");
    } else if (holds_control(text)) {
        return wrong(reason, cell, "has a control character in its address");
    }
    bool any = text.size == 1 && text.data[0] == '*';
    endpoint->address = any ? (oc_text){NULL, 0} : text;
    return true;
}

/* Where the port begins behind its colon; 0 when there is none. */
static size_t port_start(oc_text cell)
{
    size_t colon = cell.size;
    while (colon > 0 && cell.data[colon - 1] != ':' && cell.data[colon - 1] != ']')
        colon--;
    return colon > 0 && cell.data[colon - 1] == ':' ? colon : 0;
}

/*
 * address:port, [IPv6%zone]:port, *:*; names where netstat ran without -n. An address alone is
 * enough for TYPE_ADDRESS: tcpvcon prints no ports.
 */
static bool read_endpoint(oc_text cell, enum type type, oc_endpoint *endpoint,
                          struct reason *reason)
{
    size_t port = port_start(cell);
    *endpoint = (oc_endpoint){.port = OC_NONE};
    if (port == 0 && type == TYPE_ADDRESS && cell.size > 0)
        return read_address(cell, endpoint, cell, reason);
    if (port <= 1)
        return wrong(reason, cell, "is not an address and a port");
    return read_port(text_sub(cell, port, cell.size), endpoint, cell, reason) &&
           read_address(text_sub(cell, 0, port - 1), endpoint, cell, reason);
}

bool value_is_endpoint(oc_text cell, oc_endpoint *endpoint)
{
    return read_endpoint(cell, TYPE_ENDPOINT, endpoint, NULL);
}

/*
 * Structure before words: a TCP row without a remote port listens, whatever its word says, unless
 * the word is one of the two other states that have none. Where no ports are printed there is
 * nothing but the word.
 */
void value_state(oc_state of_word, oc_connection *connection)
{
    connection->state = of_word;
    bool idle = of_word == OC_BOUND || of_word == OC_CLOSED;
    bool no_ports = connection->remote.port == OC_NONE && !text_known(connection->remote.service);
    if (connection->remote.port == 0 || (no_ports && (idle || of_word == OC_LISTENING)))
        connection->kind = OC_LISTENER;
    if (connection->kind == OC_LISTENER && !idle)
        connection->state = OC_LISTENING;
}

static bool read_pid(const struct cells *cells, oc_connection *connection, struct reason *reason)
{
    uint32_t pid = 0;
    connection->pid = OC_NONE;
    if (!text_known(cells->at[COLUMN_PID]))
        return true;
    if (!read_u32(cells->at[COLUMN_PID], &pid, reason))
        return false;
    connection->pid = pid;
    return true;
}

bool value_connection(const oc_grammars *grammars, const struct shape *shape,
                      const struct cells *cells, oc_connection *connection, struct reason *reason)
{
    for (int i = 0; i < COLUMNS; i++)
        if (cells->at[i].size > CELL_MAX)
            return wrong(reason, text_sub(cells->at[i], 0, utf8_cut(cells->at[i], 40)),
                         "begins a cell that is too long");
    *connection = (oc_connection){.kind = OC_CONNECTION,
                                  .proto = cells->at[COLUMN_PROTO],
                                  .state = OC_UNKNOWN,
                                  .owner = unless_empty(cells->at[COLUMN_OWNER])};
    const enum type *types = shape->types;
    if (!read_endpoint(cells->at[COLUMN_LOCAL], types[COLUMN_LOCAL], &connection->local, reason) ||
        !read_endpoint(cells->at[COLUMN_REMOTE], types[COLUMN_REMOTE], &connection->remote,
                       reason) ||
        !read_pid(cells, connection, reason))
        return false;
    if (text_starts(connection->proto, text_of("UDP"))) {
        connection->kind = OC_UDP;
        return true;
    }
    connection->state_word = cells->at[COLUMN_STATE];
    value_state(words_state(grammars, connection->state_word), connection);
    return true;
}
