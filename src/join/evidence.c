#include "join/evidence.h"

#include "base/text.h"
#include "join/remote.h"

#include <stdlib.h>

/* ---- one remote end -------------------------------------------------------------------------- */

static oc_role role_at(const oc_target_info *program, int32_t port)
{
    oc_role role = OC_ROLE_NONE;
    for (size_t i = 0; i < program->port_count; i++) {
        const oc_port_range *range = &program->ports[i];
        bool within = port >= range->first && port <= range->last;
        if (within && (role == OC_ROLE_NONE || role == OC_ROLE_DYNAMIC))
            role = range->role;
    }
    return role;
}

static bool has_label(const oc_remote *remote, const char *label)
{
    return text_equal(remote->label, text_of(label));
}

static bool is_inside(const oc_remote *remote)
{
    return has_label(remote, OC_LABEL_PRIVATE) || has_label(remote, OC_LABEL_LINK_LOCAL);
}

bool evidence_is_server(const oc_target_info *program, const oc_remote *remote)
{
    for (size_t i = 0; i < program->server_count; i++)
        if (text_equal(remote->label, program->servers[i]))
            return true;
    return has_label(remote, OC_LABEL_OWN);
}

/* rpc_host: the same address is asked on a port of RPC, so dynamic ports are RPC, too. */
static enum part part_at(const oc_target_info *program, const oc_remote *remote, bool rpc_host)
{
    oc_role role = role_at(program, remote->port);
    bool server_port =
        role == OC_ROLE_HTTP || role == OC_ROLE_RPC || (role == OC_ROLE_DYNAMIC && rpc_host);
    if (has_label(remote, OC_LABEL_LOOPBACK))
        return role == OC_ROLE_PROXY ? PART_LOCAL_PROXY : PART_LOCAL;
    if (role == OC_ROLE_PROXY && (is_inside(remote) || has_label(remote, OC_LABEL_OWN)))
        return PART_PROXY;
    if (role == OC_ROLE_IMAP || role == OC_ROLE_POP || role == OC_ROLE_SMTP)
        return PART_MAIL;
    if (evidence_is_server(program, remote))
        return PART_NAMED;
    if (server_port && is_inside(remote))
        return PART_PRIVATE;
    return server_port && has_label(remote, OC_LABEL_PUBLIC) ? PART_PUBLIC : PART_REST;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static void add_counts(struct counts *counts, const oc_remote *remote)
{
    counts->connections += remote->connections;
    counts->established += remote->established;
    counts->pending += remote->pending;
    counts->half_closed += remote->half_closed;
}

static int by_end(const void *a, const void *b)
{
    return remote_compare(*(const oc_remote *const *)a, *(const oc_remote *const *)b);
}

/* The ends of one address: those from first that have it. Returns how many. */
static size_t same_address(const oc_remote *const *ends, size_t count)
{
    size_t same = 1;
    while (same < count && text_equal(ends[same]->address, ends[0]->address))
        same++;
    return same;
}

static bool asks_rpc(const struct evidence *evidence, const oc_remote *const *ends, size_t count)
{
    size_t i = 0;
    while (i < count && role_at(evidence->program, ends[i]->port) != OC_ROLE_RPC)
        i++;
    return i < count;
}

static void add_end(struct evidence *evidence, const oc_remote *end, enum part part)
{
    oc_role role = role_at(evidence->program, end->port);
    bool named = end->port != OC_NONE && text_known(end->label);
    add_counts(&evidence->parts[part], end);
    if (part != PART_LOCAL && part != PART_LOCAL_PROXY)
        add_counts(&evidence->outside, end);
    if (part == PART_MAIL)
        evidence->roles[role] += end->established;
    if (!named)
        evidence->unclear += part == PART_LOCAL ? 0 : end->connections;
    else if (part != PART_LOCAL && part != PART_REST)
        evidence->unclear += end->unknown;
}

/* Into the parts, and the part of each into part_of. ends are sorted by their address. */
static void add_ends(struct evidence *evidence, const oc_remote *const *ends, size_t count,
                     enum part *part_of)
{
    const oc_remote *first = evidence->target->remotes;
    for (size_t at = 0, same; at < count; at += same) {
        same = same_address(ends + at, count - at);
        bool rpc_host = asks_rpc(evidence, ends + at, same);
        for (size_t i = at; i < at + same; i++) {
            enum part part = part_at(evidence->program, ends[i], rpc_host);
            part_of[ends[i] - first] = part;
            add_end(evidence, ends[i], part);
        }
    }
}

/* ---- which part its servers are -------------------------------------------------------------- */

static enum part first_part(const struct evidence *evidence)
{
    int part = 0;
    while (part < PART_LOCAL && evidence->parts[part].connections == 0)
        part++;
    return (enum part)part;
}

/*
 * Servers that nothing is established to give way to a proxy that something is, and named ones that
 * it does not even try to reach to private ones. Internet mail is
 * what the program works with unless there is a whole session of the other kind: its ports say
 * more than 443 does.
 */
static enum part servers_of(const struct evidence *evidence)
{
    const struct counts *parts = evidence->parts;
    enum part part = first_part(evidence);
    bool left = part == PART_NAMED && parts[part].established + parts[part].pending == 0;
    if (left && parts[PART_PRIVATE].established > 0)
        part = PART_PRIVATE;
    bool certain = part == PART_NAMED || part == PART_PRIVATE;
    if (certain && parts[part].established == 0) {
        if (parts[PART_PROXY].established > 0)
            part = PART_PROXY;
        else if (parts[PART_LOCAL_PROXY].established > 0)
            part = PART_LOCAL_PROXY;
    }
    bool session = certain && parts[part].established > 0 &&
                   parts[part].established >= evidence->program->minimum;
    return parts[PART_MAIL].established > 0 && !session ? PART_MAIL : part;
}

static bool serves_sessions(enum part part)
{
    return part == PART_NAMED || part == PART_PRIVATE || part == PART_PUBLIC;
}

/* What is counted per server. */
static void add_server(struct evidence *evidence, const oc_remote *const *ends, size_t count)
{
    uint64_t established = 0;
    bool rpc = false;
    bool dynamic = false;
    for (size_t i = 0; i < count; i++) {
        if (evidence->part_of[ends[i] - evidence->target->remotes] != evidence->servers)
            continue;
        oc_role role = role_at(evidence->program, ends[i]->port);
        established += ends[i]->established;
        evidence->own += has_label(ends[i], OC_LABEL_OWN) ? ends[i]->established : 0;
        rpc |= role == OC_ROLE_RPC;
        dynamic |= role == OC_ROLE_DYNAMIC && ends[i]->established > 0;
    }
    evidence->addresses += established > 0;
    if (rpc && dynamic)
        evidence->rpc_host = ends[0];
    if (established > evidence->busiest) {
        evidence->busiest = established;
        evidence->busy = ends[0];
    }
}

static void add_servers(struct evidence *evidence, const oc_remote *const *ends, size_t count)
{
    for (size_t at = 0, same; at < count; at += same) {
        same = same_address(ends + at, count - at);
        add_server(evidence, ends + at, same);
    }
}

/* ---- the process list ------------------------------------------------------------------------ */

static bool is_one_of(const oc_text *images, size_t count, const oc_process *process)
{
    return wanted_one_of(images, count, process->image, process->image_cut);
}

static uint64_t count_children(const oc_target_info *program, const struct processes *processes)
{
    uint64_t children = 0;
    for (size_t i = 0; i < processes->count && program->child_count > 0; i++)
        children += is_one_of(program->children, program->child_count, &processes->rows[i]);
    return children;
}

/* The last one of them. */
static oc_text related_image(const oc_target_info *program, const struct processes *processes)
{
    size_t i = processes->count;
    while (i > 0 && !is_one_of(program->related, program->related_count, &processes->rows[i - 1]))
        i--;
    return i == 0 ? (oc_text){NULL, 0} : processes->rows[i - 1].image;
}

void evidence_collect(struct evidence *evidence, struct snapshot *snapshot, const oc_target *target,
                      const oc_target_info *program)
{
    size_t count = target->remote_count;
    const oc_remote **ends = arena_calloc(&snapshot->arena, count + 1, sizeof *ends);
    enum part *part_of = arena_calloc(&snapshot->arena, count + 1, sizeof *part_of);
    *evidence = (struct evidence){.target = target, .program = program, .part_of = part_of};
    snapshot->failed |= arena_failed(&snapshot->arena);
    if (snapshot->failed)
        return;
    for (size_t i = 0; i < count; i++)
        ends[i] = &target->remotes[i];
    qsort(ends, count, sizeof *ends, by_end);
    add_ends(evidence, ends, count, part_of);
    evidence->servers = servers_of(evidence);
    evidence->counted = evidence->parts[evidence->servers];
    if (serves_sessions(evidence->servers))
        evidence->sessions = evidence->counted.established;
    add_servers(evidence, ends, count);
    evidence->children = count_children(program, snapshot->processes);
    if (target->connections == 0)
        evidence->related = related_image(program, snapshot->processes);
}
