/*
 * The table of readings. The first row whose condition holds is the reading, so the order of the
 * rows decides between them:
 *
 * 1. nothing there to count (no-connections, local-only);
 * 2. what hinders work now (unreachable, near-ceiling, half-closed), because it is what somebody
 *    has to act on, whatever protocol it is;
 * 3. the way to the servers, where ports show it (direct-rpc, internet-mail, proxied);
 * 4. how many there are (below-minimum, mapi-http-minimum, more-than-minimum).
 *
 * The minimum is one mailbox's, so it is counted over all addresses of the servers: names of
 * Exchange Online and of balanced servers have several. The ceiling is each server's own.
 */
#include "join/assess.h"

#include "base/text.h"
#include "join/phrase.h"

/* Outlook Anywhere takes two connections per session and one to the directory. */
#define ANYWHERE_MIN 3

#define REASONS_MAX 6

/* Whom the counted connections go to. */
enum kind { KIND_VENDOR, KIND_OWN, KIND_PRIVATE, KIND_PUBLIC, KIND_OTHER, KINDS };

enum confidence { LOW, MEDIUM, HIGH };

struct rule {
    const char *code;
    bool (*holds)(const struct evidence *evidence);
    const char *sentence;             /* patterns of phrase.h from here on */
    const char *reasons[REASONS_MAX]; /* those that have nothing to say are left out */
    const char *settle;               /* what would settle the doubt */
    enum confidence confidence[KINDS];
    int (*doubts)(const struct evidence *evidence); /* steps down from it; NULL: none */
    const char *source;
};

static enum kind kind_of(const struct evidence *evidence)
{
    switch (evidence->servers) {
    case PART_NAMED:
        return evidence->own > 0 ? KIND_OWN : KIND_VENDOR;
    case PART_PROXY:
        return evidence->own > 0 ? KIND_OWN : KIND_PRIVATE;
    case PART_PRIVATE:
        return KIND_PRIVATE;
    case PART_PUBLIC:
        return KIND_PUBLIC;
    default:
        return KIND_OTHER;
    }
}

/* ---- conditions ------------------------------------------------------------------------------ */

static bool has_none(const struct evidence *evidence)
{
    return evidence->target->connections == 0;
}

static bool is_local(const struct evidence *evidence)
{
    const struct counts *proxy = &evidence->parts[PART_LOCAL_PROXY];
    return evidence->outside.connections == 0 && proxy->established == 0 && proxy->pending == 0;
}

static bool is_unreachable(const struct evidence *evidence)
{
    return evidence->unclear == 0 && evidence->counted.established == 0 &&
           evidence->counted.pending > 0;
}

/* From four fifths of it on. */
static bool is_near_ceiling(const struct evidence *evidence)
{
    uint32_t ceiling = evidence->program->ceiling;
    return ceiling > 0 && evidence->sessions > 0 && evidence->busiest * 5 >= (uint64_t)ceiling * 4;
}

static bool is_half_closed(const struct evidence *evidence)
{
    const struct counts *counted = &evidence->counted;
    return evidence->unclear == 0 && evidence->servers != PART_LOCAL && counted->half_closed > 0 &&
           counted->half_closed >= counted->established;
}

static bool is_direct_rpc(const struct evidence *evidence)
{
    return evidence->sessions > 0 && evidence->rpc_host != NULL;
}

static bool is_internet_mail(const struct evidence *evidence)
{
    return evidence->servers == PART_MAIL && evidence->counted.established > 0;
}

static bool is_proxied(const struct evidence *evidence)
{
    bool proxy = evidence->servers == PART_PROXY || evidence->servers == PART_LOCAL_PROXY;
    return proxy && evidence->counted.established > 0;
}

static bool is_below(const struct evidence *evidence)
{
    return evidence->unclear == 0 && evidence->sessions < evidence->program->minimum;
}

static bool is_minimum(const struct evidence *evidence)
{
    return evidence->unclear == 0 && evidence->program->minimum > 0 &&
           evidence->sessions == evidence->program->minimum;
}

static bool is_more(const struct evidence *evidence)
{
    return evidence->program->minimum > 0 && evidence->sessions > evidence->program->minimum;
}

/* Exchange Online has no Outlook Anywhere, so what is left must be enough for it. */
static bool is_more_online(const struct evidence *evidence)
{
    return is_more(evidence) && evidence->servers == PART_NAMED && evidence->own < ANYWHERE_MIN;
}

/* ---- doubts ---------------------------------------------------------------------------------- */

static int doubts_of_none(const struct evidence *evidence)
{
    bool hidden = evidence->program->child_count > 0 || evidence->rows == 0;
    return hidden ? 2 : evidence->unowned > 0;
}

/* A single attempt may be one that is answered a moment later. */
static int doubts_of_unreachable(const struct evidence *evidence)
{
    return (evidence->counted.pending == 1) + (evidence->outside.established > 0);
}

static int doubts_of_half_closed(const struct evidence *evidence)
{
    return evidence->counted.established > 0;
}

static int doubts_of_count(const struct evidence *evidence)
{
    return evidence->counted.pending > 0 || evidence->counted.half_closed > 0;
}

/* One mailbox and its directory go to one address; Exchange Online has many. */
static int doubts_of_minimum(const struct evidence *evidence)
{
    bool spread = evidence->addresses > 1 && kind_of(evidence) != KIND_VENDOR;
    return doubts_of_count(evidence) + spread;
}

/* ---- the table ------------------------------------------------------------------------------- */

#define DIALOG                                                                                     \
    "to settle it: the Connection Status dialog (of its sessions, a background entry has no "      \
    "connection)"
#define AGAIN "to settle it: a second capture, a minute later"

static const struct rule rules[] = {
    {.code = "no-connections",
     .holds = has_none,
     .sentence = "No connection: it is offline, or another process holds its connections.",
     .reasons =
         {"no TCP row with a remote end has its PID; listeners and UDP rows are none",
          "the connection list has {no-row}: it may be cut off",
          "{closed} to its servers closed in the last minutes (TIME_WAIT), whoever's they were",
          "{related} runs, too, and is often taken for this program",
          "PIDs that the process list lacks: {unowned}; the lists may be of different times",
          "netstat -p TCP leaves IPv6 out; -p TCPv6 shows it"},
     .settle = "to settle it: both commands once more, right after each other, and whether the "
               "program says that it is connected",
     .confidence = {HIGH, HIGH, HIGH, HIGH, HIGH},
     .doubts = doubts_of_none,
     .source = "netstat shows every TCP connection with its PID; the new Outlook's run in child "
               "processes, and tasklist shows no parents"},
    {.code = "local-only",
     .holds = is_local,
     .sentence = "Only connections inside the machine, as to a filter, a proxy or an add-in; none "
                 "to a server.",
     .reasons = {"loopback addresses are never counted as a server"},
     .settle = "to settle it: netstat -b names the process that listens on those ports, and where "
               "it goes from there",
     .confidence = {MEDIUM, MEDIUM, MEDIUM, MEDIUM, MEDIUM},
     .source = "127.0.0.0/8 and ::1 never leave the machine (RFC 1122, RFC 4291)"},
    {.code = "unreachable",
     .holds = is_unreachable,
     .sentence = "Cannot reach its server: {pending} without an answer, none established.",
     .reasons = {"counted: {pending} in SYN_SENT to {tried}"},
     .settle = "to settle it: a second capture; SYN_SENT to the same address again means that "
               "nothing answers there",
     .confidence = {HIGH, HIGH, HIGH, HIGH, HIGH},
     .doubts = doubts_of_unreachable,
     .source = "a connection stays in SYN_SENT until the other side answers (RFC 9293)"},
    {.code = "near-ceiling",
     .holds = is_near_ceiling,
     .sentence = "Near the ceiling per user and server: {busiest} connections to {busy}, of "
                 "{ceiling}.",
     .reasons =
         {"counted: {busiest} established to that one address; the ceiling is the default on "
          "premises"},
     .settle = "to settle it: RcaMaxConcurrency on the server, and the Connection Status dialog "
               "for what can be closed",
     .confidence = {LOW, MEDIUM, MEDIUM, LOW, LOW},
     .source = "default of RcaMaxConcurrency, Exchange Server: 40 per user and server; 32 is four "
               "fifths of it"},
    {.code = "half-closed",
     .holds = is_half_closed,
     .sentence = "Closed by the other side and not by it: {half-closed} in CLOSE_WAIT, "
                 "{established} established.",
     .reasons = {"counted: {half-closed} in CLOSE_WAIT to {left}"},
     .settle = "to settle it: a second capture; a number that grows means that the program or an "
               "add-in does not close its connections",
     .confidence = {HIGH, HIGH, HIGH, HIGH, HIGH},
     .doubts = doubts_of_half_closed,
     .source = "a connection stays in CLOSE_WAIT until its own program closes it (RFC 9293)"},
    {.code = "direct-rpc",
     .holds = is_direct_rpc,
     .sentence = "Direct RPC: the endpoint mapper and a dynamic port of the same server.",
     .reasons = {"{rpc} is asked on both; {sessions} established to the servers in all",
                 "netstat does not show the protocol: other RPC services look the same"},
     .settle = DIALOG,
     .confidence = {MEDIUM, HIGH, MEDIUM, LOW, LOW},
     .source = "ports of Exchange: 135, and 6005-59530 (2010) or 1024-65535 (before)"},
    {.code = "internet-mail",
     .holds = is_internet_mail,
     .sentence = "Internet mail: {established} established on ports of {protocols}.",
     .reasons = {"counted: {established} established to {open}"},
     .settle = "to settle it: the account settings of the program",
     .confidence = {HIGH, HIGH, HIGH, HIGH, HIGH},
     .source = "registered ports: 143 and 993 IMAP, 110 and 995 POP, 25, 587 and 465 SMTP"},
    {.code = "proxied",
     .holds = is_proxied,
     .sentence = "Through a proxy, which hides the servers behind it: {established} established.",
     .reasons = {"counted: {established} established to {open}, ports that proxies use"},
     .settle = DIALOG "; --server names a proxy of one's own",
     .confidence = {LOW, HIGH, MEDIUM, LOW, LOW},
     .source = "usual ports of proxies, on private and loopback addresses"},
    {.code = "below-minimum",
     .holds = is_below,
     .sentence = "Below the minimum: {sessions} established to mail servers, and one mailbox takes "
                 "{minimum}.",
     .reasons = {"counted: {sessions} established to {sessions-at}",
                 "one for the mailbox and one for the directory are usual: a session that begins, "
                 "that broke off, or that goes another way"},
     .settle = AGAIN ", and the Connection Status dialog",
     .confidence = {MEDIUM, MEDIUM, MEDIUM, LOW, LOW},
     .doubts = doubts_of_count,
     .source = "MAPI over HTTP, one mailbox and nothing else: 2 connections"},
    {.code = "mapi-http-minimum",
     .holds = is_minimum,
     .sentence = "MAPI over HTTP with one mailbox and nothing else: {sessions} established, the "
                 "minimum.",
     .reasons =
         {"counted: {sessions} established to {sessions-at}: one for the mailbox, one for "
          "the directory",
          "netstat does not show the protocol: EWS, Autodiscover and others use the same "
          "ports",
          "they go to {spread} addresses, and one mailbox and its directory usually share one"},
     .settle = DIALOG,
     .confidence = {HIGH, HIGH, MEDIUM, LOW, LOW},
     .doubts = doubts_of_minimum,
     .source = "MAPI over HTTP, one mailbox and nothing else: 2 connections"},
    {.code = "more-than-minimum",
     .holds = is_more_online,
     .sentence = "More than the minimum: {sessions} established, for additional mailboxes, "
                 "calendars, public folders, groups or add-ins.",
     .reasons = {"counted: {sessions} established to {sessions-at}",
                 "{above} above the minimum; an additional mailbox, calendar, public folder or "
                 "group takes 2 to 4",
                 "{many} and more are usual with add-ins and shared calendars",
                 "not Outlook Anywhere: Exchange Online ended it in October 2017"},
     .settle = DIALOG,
     .confidence = {HIGH, MEDIUM, MEDIUM, LOW, LOW},
     .doubts = doubts_of_count,
     .source = "vendor's NAT guidance: eight or more with add-ins and shared calendars; vendor's "
               "notice on the end of RPC over HTTP"},
    {.code = "more-than-minimum",
     .holds = is_more,
     .sentence = "More than the minimum: {sessions} established, for additional mailboxes, "
                 "calendars, public folders, groups or add-ins, or Outlook Anywhere.",
     .reasons = {"counted: {sessions} established to {sessions-at}",
                 "{above} above the minimum; an additional mailbox, calendar, public folder or "
                 "group takes 2 to 4",
                 "{many} and more are usual with add-ins and shared calendars",
                 "Outlook Anywhere takes 3 or more: two for each session, and the directory"},
     .settle = DIALOG,
     .confidence = {MEDIUM, MEDIUM, MEDIUM, LOW, LOW},
     .doubts = doubts_of_count,
     .source = "vendor's NAT guidance: eight or more with add-ins and shared calendars; RPC over "
               "HTTP: RPC-IN, RPC-OUT and the directory"},
};

/* Said with every reading, where there is something to say. */
static const char *const common_reasons[] = {
    "only the port makes {unnamed} a mail server: --server names one's own",
    "{also-pending} more without an answer yet (SYN_SENT)",
    "{also-half-closed} more closed by the other side (CLOSE_WAIT)",
    "counted apart: {apart}",
    "{local} to loopback addresses, counted apart",
    "{recent} closed in the last minutes (TIME_WAIT), probably its own: it may be connecting again "
    "and again",
    "its traffic runs in child processes, as {children}, and tasklist does not show whose they "
    "are",
};

#define COMMON_COUNT (sizeof common_reasons / sizeof *common_reasons)
#define ALL_REASONS_MAX (REASONS_MAX + COMMON_COUNT + 1)

/* ---- one reading ----------------------------------------------------------------------------- */

static oc_text confidence_of(const struct rule *rule, const struct evidence *evidence)
{
    static const char *const words[] = {[LOW] = "low", [MEDIUM] = "medium", [HIGH] = "high"};
    int level = (int)rule->confidence[kind_of(evidence)];
    level -= rule->doubts == NULL ? 0 : rule->doubts(evidence);
    return text_of(words[level < LOW ? LOW : level]);
}

/* A reading that is being written. */
struct writing {
    struct arena *arena;
    const struct evidence *evidence;
    struct buffer text; /* one after the other */
    oc_text *reasons;
    size_t reason_count;
};

/* An unknown text when there is nothing to say. */
static oc_text fill(struct writing *writing, const char *pattern)
{
    struct buffer *text = &writing->text;
    buffer_clear(text);
    bool said = phrase_write(text, pattern, writing->evidence);
    writing->arena->failed |= text->failed;
    return said && !text->failed ? arena_text(writing->arena, buffer_view(text)) : text_of(NULL);
}

static void add_reason(struct writing *writing, const char *pattern)
{
    oc_text text = pattern == NULL ? text_of(NULL) : fill(writing, pattern);
    if (text_known(text))
        writing->reasons[writing->reason_count++] = text;
}

static void add_reasons(struct writing *writing, const struct rule *rule)
{
    for (size_t i = 0; i < REASONS_MAX; i++)
        add_reason(writing, rule->reasons[i]);
    for (size_t i = 0; i < COMMON_COUNT; i++)
        add_reason(writing, common_reasons[i]);
    add_reason(writing, rule->settle);
}

const oc_reading *assess(struct arena *arena, const struct evidence *evidence)
{
    const struct rule *rule = rules;
    const struct rule *end = rules + sizeof rules / sizeof *rules;
    while (rule < end && !rule->holds(evidence))
        rule++;
    if (rule == end)
        return NULL;
    oc_reading *reading = arena_alloc(arena, sizeof *reading);
    struct writing writing = {
        .arena = arena,
        .evidence = evidence,
        .reasons = arena_calloc(arena, ALL_REASONS_MAX, sizeof(oc_text)),
    };
    if (arena_failed(arena))
        return NULL;
    buffer_init(&writing.text);
    add_reasons(&writing, rule);
    *reading = (oc_reading){.code = text_of(rule->code),
                            .confidence = confidence_of(rule, evidence),
                            .text = fill(&writing, rule->sentence),
                            .reasons = writing.reasons,
                            .reason_count = writing.reason_count,
                            .source = text_of(rule->source)};
    buffer_free(&writing.text);
    return reading;
}
