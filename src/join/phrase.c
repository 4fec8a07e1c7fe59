#include "join/phrase.h"

#include "base/text.h"

#include <string.h>

/* Ends and labels that a sentence names; more of them are counted. */
#define ENDS_MAX 3
#define LABELS_MAX 6
/* Of the vendor's NAT guidance. */
#define USUAL_MANY 8

typedef bool phrase_function(struct buffer *out, const struct evidence *evidence);

/* 0 is nothing to say. */
static bool write_some(struct buffer *out, uint64_t number)
{
    buffer_number(out, number);
    return number > 0;
}

/* ---- counts ---------------------------------------------------------------------------------- */

static bool write_established(struct buffer *out, const struct evidence *evidence)
{
    buffer_number(out, evidence->counted.established);
    return true;
}

static bool write_sessions(struct buffer *out, const struct evidence *evidence)
{
    buffer_number(out, evidence->sessions);
    return true;
}

static bool write_above(struct buffer *out, const struct evidence *evidence)
{
    uint64_t minimum = evidence->program->minimum;
    return write_some(out, evidence->sessions > minimum ? evidence->sessions - minimum : 0);
}

/* So many are usual with add-ins and shared calendars. */
static bool write_many(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->sessions >= USUAL_MANY ? USUAL_MANY : 0);
}

static bool write_minimum(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->program->minimum);
}

static bool write_ceiling(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->program->ceiling);
}

static bool write_busiest(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->busiest);
}

/* The vendor's service has many addresses, and they say nothing. */
static bool write_spread(struct buffer *out, const struct evidence *evidence)
{
    bool vendor = evidence->servers == PART_NAMED && evidence->own == 0;
    buffer_number(out, evidence->addresses);
    return evidence->addresses > 1 && !vendor;
}

static bool write_pending(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->counted.pending);
}

static bool write_half_closed(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->counted.half_closed);
}

/* Beside those that are established. */
static bool write_also_pending(struct buffer *out, const struct evidence *evidence)
{
    return evidence->counted.established > 0 && write_pending(out, evidence);
}

/* Where they are not what the reading is about. */
static bool write_also_half_closed(struct buffer *out, const struct evidence *evidence)
{
    const struct counts *counted = &evidence->counted;
    return counted->half_closed < counted->established && write_half_closed(out, evidence);
}

static bool write_local(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->parts[PART_LOCAL].connections);
}

/* As many closed as are open: it may be connecting again and again. */
static bool write_recent(struct buffer *out, const struct evidence *evidence)
{
    int64_t closed = evidence->target->recently_closed;
    uint64_t number = closed > 0 ? (uint64_t)closed : 0;
    return write_some(out, number >= evidence->counted.established ? number : 0);
}

static bool write_closed(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->closed);
}

static bool write_no_row(struct buffer *out, const struct evidence *evidence)
{
    buffer_string(out, "no row");
    return evidence->rows == 0;
}

static bool write_unowned(struct buffer *out, const struct evidence *evidence)
{
    return write_some(out, evidence->unowned);
}

/* ---- names ----------------------------------------------------------------------------------- */

/* "msedgewebview2.exe (3 run)" */
static bool write_children(struct buffer *out, const struct evidence *evidence)
{
    if (evidence->children == 0)
        return false;
    buffer_text(out, evidence->program->children[0]);
    buffer_string(out, " (");
    buffer_number(out, evidence->children);
    buffer_string(out, " run)");
    return true;
}

static bool write_related(struct buffer *out, const struct evidence *evidence)
{
    buffer_text(out, evidence->related);
    return text_known(evidence->related);
}

static bool write_protocols(struct buffer *out, const struct evidence *evidence)
{
    static const struct {
        oc_role role;
        const char *name;
    } protocols[] = {{OC_ROLE_IMAP, "IMAP"}, {OC_ROLE_POP, "POP"}, {OC_ROLE_SMTP, "SMTP"}};
    size_t before = out->size;
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        if (evidence->roles[protocols[i].role] == 0)
            continue;
        buffer_string(out, out->size == before ? "" : " and ");
        buffer_string(out, protocols[i].name);
    }
    return out->size > before;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void write_address(struct buffer *out, const oc_remote *end)
{
    bool brackets = memchr(end->address.data, ':', end->address.size) != NULL;
    buffer_string(out, brackets ? "[" : "");
    buffer_text(out, end->address);
    buffer_string(out, brackets ? "]" : "");
}

static void write_label(struct buffer *out, const oc_remote *end)
{
    if (text_known(end->label)) {
        buffer_string(out, " (");
        buffer_text(out, end->label);
        buffer_byte(out, ')');
    }
}

static void write_end(struct buffer *out, const oc_remote *end)
{
    write_address(out, end);
    buffer_byte(out, ':');
    if (end->port == OC_NONE)
        buffer_text(out, end->service);
    else
        buffer_number(out, (uint64_t)end->port);
    write_label(out, end);
}

static uint64_t established_at(const oc_remote *end)
{
    return end->established;
}

static uint64_t pending_at(const oc_remote *end)
{
    return end->pending;
}

static uint64_t half_closed_at(const oc_remote *end)
{
    return end->half_closed;
}

/* Those of the counted part that have any: "10.0.0.1:443 (private), 10.0.0.2:443 (private)". */
static bool write_ends(struct buffer *out, const struct evidence *evidence,
                       uint64_t (*count_at)(const oc_remote *))
{
    const oc_target *target = evidence->target;
    uint64_t written = 0;
    for (size_t i = 0; i < target->remote_count; i++) {
        const oc_remote *end = &target->remotes[i];
        if (evidence->part_of[i] != evidence->servers || count_at(end) == 0 ||
            !text_known(end->address) || written++ >= ENDS_MAX)
            continue;
        buffer_string(out, written > 1 ? ", " : "");
        write_end(out, end);
    }
    if (written > ENDS_MAX)
        buffer_printf(out, " and %llu more", (unsigned long long)(written - ENDS_MAX));
    return written > 0;
}

static bool write_open(struct buffer *out, const struct evidence *evidence)
{
    return write_ends(out, evidence, established_at);
}

static bool write_sessions_at(struct buffer *out, const struct evidence *evidence)
{
    return evidence->sessions > 0 && write_open(out, evidence);
}

static bool write_tried(struct buffer *out, const struct evidence *evidence)
{
    return write_ends(out, evidence, pending_at);
}

static bool write_left(struct buffer *out, const struct evidence *evidence)
{
    return write_ends(out, evidence, half_closed_at);
}

static bool write_busy(struct buffer *out, const struct evidence *evidence)
{
    if (evidence->busy == NULL)
        return false;
    write_address(out, evidence->busy);
    write_label(out, evidence->busy);
    return true;
}

static bool write_rpc(struct buffer *out, const struct evidence *evidence)
{
    if (evidence->rpc_host == NULL)
        return false;
    write_address(out, evidence->rpc_host);
    write_label(out, evidence->rpc_host);
    return true;
}

/* Servers that neither the user nor a table names. */
static bool write_unnamed(struct buffer *out, const struct evidence *evidence)
{
    buffer_string(out, evidence->addresses == 1 ? "that address" : "these addresses");
    return evidence->sessions > 0 && evidence->servers != PART_NAMED;
}

/* ---- what is counted apart ------------------------------------------------------------------- */

struct share {
    oc_text label;
    uint64_t connections;
};

static bool is_apart(const struct evidence *evidence, size_t index)
{
    enum part part = evidence->part_of[index];
    return part != PART_LOCAL && (part != evidence->servers || part == PART_REST);
}

/* Past the last place there is, the last one takes it. */
static size_t add_share(struct share *shares, size_t count, const oc_remote *end)
{
    size_t at = 0;
    while (at < count && at < LABELS_MAX - 1 && !text_equal(shares[at].label, end->label))
        at++;
    if (at == count)
        shares[count++] = (struct share){.label = end->label};
    shares[at].connections += end->connections;
    return count;
}

/* "3 office, 1 public" */
static bool write_apart(struct buffer *out, const struct evidence *evidence)
{
    struct share shares[LABELS_MAX] = {{{NULL, 0}, 0}};
    size_t count = 0;
    for (size_t i = 0; i < evidence->target->remote_count; i++)
        if (is_apart(evidence, i))
            count = add_share(shares, count, &evidence->target->remotes[i]);
    for (size_t i = 0; i < count; i++) {
        bool several = count == LABELS_MAX && i == LABELS_MAX - 1;
        buffer_string(out, i > 0 ? ", " : "");
        buffer_number(out, shares[i].connections);
        buffer_byte(out, ' ');
        buffer_text(out,
                    several || !text_known(shares[i].label) ? text_of("other") : shares[i].label);
    }
    return count > 0;
}

/* ---- patterns -------------------------------------------------------------------------------- */

#define NAME(string, function)                                                                     \
    {                                                                                              \
        {(string), sizeof(string) - 1}, (function)                                                 \
    }

static const struct {
    oc_text name;
    phrase_function *write;
} names[] = {
    NAME("above", write_above),
    NAME("also-half-closed", write_also_half_closed),
    NAME("also-pending", write_also_pending),
    NAME("apart", write_apart),
    NAME("busiest", write_busiest),
    NAME("busy", write_busy),
    NAME("ceiling", write_ceiling),
    NAME("children", write_children),
    NAME("closed", write_closed),
    NAME("established", write_established),
    NAME("half-closed", write_half_closed),
    NAME("left", write_left),
    NAME("local", write_local),
    NAME("many", write_many),
    NAME("minimum", write_minimum),
    NAME("no-row", write_no_row),
    NAME("open", write_open),
    NAME("pending", write_pending),
    NAME("protocols", write_protocols),
    NAME("recent", write_recent),
    NAME("related", write_related),
    NAME("rpc", write_rpc),
    NAME("sessions", write_sessions),
    NAME("sessions-at", write_sessions_at),
    NAME("spread", write_spread),
    NAME("tried", write_tried),
    NAME("unnamed", write_unnamed),
    NAME("unowned", write_unowned),
};

static bool write_name(struct buffer *out, oc_text name, const struct evidence *evidence)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(name, names[i].name))
            return names[i].write(out, evidence);
    return false;
}

bool phrase_write(struct buffer *out, const char *pattern, const struct evidence *evidence)
{
    size_t before = out->size;
    oc_text rest = text_of(pattern);
    oc_text piece;
    while (text_split(&rest, '{', &piece)) {
        buffer_text(out, piece);
        if (!text_known(rest))
            return true;
        text_split(&rest, '}', &piece);
        if (!write_name(out, piece, evidence)) {
            out->size = before;
            return false;
        }
    }
    return true;
}
