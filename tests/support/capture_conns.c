#include "support/capture_conns.h"

#include <string.h>

struct conns_layout conns_layout_of(struct dice *dice, const struct lexicon *lexicon)
{
    static const struct conns_layout layouts[] = {
        {.pid = true},
        {.pid = true},
        {.pid = true, .tcp = true},
        {.pid = true, .names = true},
        {.pid = true, .owners = true},
        {.pid = true, .owners = true},
        {.pid = true, .offload = true},
        {.names = true},
        {.names = true, .offload = true},
        {.owners = true},
        {.owners = false},
        {.tcpvcon = true, .ports = true},
        {.tcpvcon = true, .ports = false},
    };
    struct conns_layout layout = DICE_PICK(dice, layouts);
    layout.top = dice_chance(dice, 50) ? CONNS_TITLE : (enum conns_top)dice_below(dice, 5);
    layout.tcp &= layout.top != CONNS_BARE;
    /* What -t prints in a heading is known in English only. */
    if (layout.offload && layout.top == CONNS_HEADING && lexicon->listed) {
        layout.top = CONNS_TITLE;
    }
    return layout;
}

bool conns_bare(struct conns_layout layout)
{
    return layout.tcpvcon || layout.top == CONNS_BARE;
}

bool conns_titled(struct conns_layout layout)
{
    return !conns_bare(layout) && layout.top != CONNS_HEADING;
}

/* ---- ends ---------------------------------------------------------------------------------- */

static void conns_end(struct sheet *cell, const struct machine_end *end, struct conns_layout layout,
                      struct truth_end *truth)
{
    const char *address = layout.names ? end->host : end->address;
    const char *service = layout.names ? machine_service(end->port) : NULL;
    bool brackets = strchr(address, ':') != NULL;
    sheet_clear(cell);
    sheet_printf(cell, brackets ? "[%s]" : "%s", address);
    truth_copy(truth->address, address, strlen(address));
    if (layout.tcpvcon && !layout.ports) {
        return;
    }
    if (service != NULL) {
        sheet_printf(cell, ":%s", service);
        truth_copy(truth->service, service, strlen(service));
    } else {
        sheet_printf(cell, ":%u", end->port);
        truth->port = end->port;
    }
}

/* ---- truth --------------------------------------------------------------------------------- */

static const char *conns_word(const struct draft *draft, enum state_word state,
                              struct conns_layout layout)
{
    return layout.tcpvcon ? lexicon_english_states[state] : lexicon_state(draft->lexicon, state);
}

/* English words count in every language, those that nobody listed in none. */
static const char *conns_state(const struct draft *draft, enum state_word state, bool listens,
                               struct conns_layout layout)
{
    bool known =
        layout.tcpvcon || draft->lexicon->states_listed || draft->lexicon->states[state] == NULL;
    if (listens) {
        return state == STATE_BOUND || state == STATE_CLOSED ? lexicon_english_states[state]
                                                             : "LISTENING";
    }
    return known ? lexicon_english_states[state] : "UNKNOWN";
}

static void conns_truth_state(struct draft *draft, const struct machine_connection *connection,
                              struct conns_layout layout, struct truth_connection *row)
{
    const char *word = conns_word(draft, connection->state, layout);
    bool listens = connection->remote.port == 0;
    const char *state = conns_state(draft, connection->state, listens, layout);
    truth_copy(row->kind, listens ? "listener" : "connection", listens ? 8 : 10);
    truth_copy(row->word, word, strlen(word));
    truth_copy(row->state, state, strlen(state));
    if (draft->lexicon->states_listed && !layout.tcpvcon) {
        draft_tell(draft, word);
    }
}

static bool conns_shows_owner(const struct machine_connection *connection,
                              struct conns_layout layout)
{
    return (layout.owners || layout.tcpvcon) && connection->owner != NULL;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static void conns_owner_lines(struct draft *draft, const struct machine_connection *connection)
{
    struct dice *dice = &draft->dice;
    const char *sentence = draft->lexicon->no_owner;
    for (size_t i = 0; connection->pid > 4 && i < 2 && dice_chance(dice, 30); i++) {
        sheet_printf(&draft->text, "  %s\n", lexicon_services[dice_below(dice, 8)]);
    }
    if (connection->owner != NULL) {
        sheet_printf(&draft->text, " [%s]\n", connection->owner);
    } else if (connection->pid != 0) {
        sheet_printf(&draft->text, " %s\n",
                     sentence != NULL ? sentence : "Can not obtain ownership information");
    }
}

static void conns_tail(struct draft *draft, const struct machine_connection *connection,
                       struct conns_layout layout)
{
    /* The last two are templates, which -y prints in the same place. */
    static const char *const offload[] = {"InHost",    "Offloading", "Offloaded",
                                          "Uploading", "Internet",   "Not Applicable"};
    if (layout.pid) {
        sheet_printf(&draft->text, "    %u", connection->pid);
    }
    if (layout.offload && !connection->udp) {
        sheet_append(&draft->text, layout.pid ? "\t" : "    ");
        sheet_left(&draft->text, DICE_PICK(&draft->dice, offload), 12);
    }
}

static void conns_field(struct sheet *text, const char *field, size_t cells)
{
    size_t taken = sheet_cells(field);
    sheet_append(text, field);
    sheet_fill(text, ' ', taken < cells ? cells - taken : 0);
}

static void conns_row(struct draft *draft, const struct machine_connection *connection,
                      struct conns_layout layout, const char *local, const char *remote)
{
    struct sheet *text = &draft->text;
    size_t proto_cells = draft->lexicon->proto_cells > 0 ? draft->lexicon->proto_cells : 5;
    sheet_append(text, "  ");
    conns_field(text, connection->udp ? "UDP" : "TCP", proto_cells);
    sheet_append(text, "  ");
    conns_field(text, local, 21);
    sheet_append(text, "  ");
    conns_field(text, remote, 21);
    sheet_append(text, "  ");
    conns_field(text, connection->udp ? "" : conns_word(draft, connection->state, layout), 12);
    conns_tail(draft, connection, layout);
    draft_end_line(draft, !layout.pid && !layout.offload && dice_chance(&draft->dice, 50));
    if (layout.owners) {
        conns_owner_lines(draft, connection);
    }
}

static void conns_tcpvcon_row(struct draft *draft, const struct machine_connection *connection,
                              struct conns_layout layout, const char *local, const char *remote)
{
    bool v6 = strchr(connection->local.address, ':') != NULL;
    const char *owner = connection->owner != NULL ? connection->owner : "[System Process]";
    sheet_printf(&draft->text, layout.ports ? "%s%s,%s,%u,%s,%s,%s\n" : "%s%s,\"%s\",%u,%s,%s,%s\n",
                 connection->udp ? "UDP" : "TCP", v6 ? "V6" : "", owner, connection->pid,
                 connection->udp ? "*" : lexicon_english_states[connection->state], local, remote);
}

/* What tcpvcon shows without ports: the word alone says whether a row listens. */
static void conns_without_ports(struct truth_connection *row)
{
    bool waits = strcmp(row->state, "LISTENING") == 0 || strcmp(row->state, "BOUND") == 0 ||
                 strcmp(row->state, "CLOSED") == 0;
    truth_copy(row->kind, waits ? "listener" : "connection", waits ? 8 : 10);
}

static void conns_write_row(struct draft *draft, const struct machine_connection *connection,
                            struct conns_layout layout)
{
    struct sheet local = {0};
    struct sheet remote = {0};
    struct truth_connection *row = truth_add_connection(&draft->truth);
    if (row == NULL) {
        return;
    }
    conns_end(&local, &connection->local, layout, &row->local);
    if (connection->udp) {
        sheet_append(&remote, layout.tcpvcon && !layout.ports ? "*" : "*:*");
        truth_copy(row->kind, "udp", 3);
    } else {
        conns_end(&remote, &connection->remote, layout, &row->remote);
        conns_truth_state(draft, connection, layout, row);
    }
    if (layout.tcpvcon && !layout.ports && !connection->udp) {
        conns_without_ports(row);
    }
    if (layout.pid || layout.tcpvcon) {
        row->pid = connection->pid;
    }
    if (conns_shows_owner(connection, layout)) {
        truth_copy(row->owner, connection->owner, strlen(connection->owner));
    } else if (layout.tcpvcon) {
        truth_copy(row->owner, "[System Process]", 16);
    }
    row->told = draft->told;
    if (layout.tcpvcon) {
        conns_tcpvcon_row(draft, connection, layout, sheet_text(&local), sheet_text(&remote));
    } else {
        conns_row(draft, connection, layout, sheet_text(&local), sheet_text(&remote));
    }
    draft->text.failed |= local.failed || remote.failed;
    sheet_free(&local);
    sheet_free(&remote);
}

/* ---- what stands above the rows ------------------------------------------------------------ */

/* Offsets of headings do not match those of rows; people space them anew, too. */
static void conns_heading(struct draft *draft, struct conns_layout layout)
{
    static const size_t cells[] = {5, 21, 21, 14};
    const struct lexicon *lexicon = draft->lexicon;
    struct sheet *text = &draft->text;
    size_t start = text->size;
    /* With one blank between them, words that nobody knows do not look like a heading. */
    bool plain = draft->lexicon->listed || draft->truth.list_count == 1;
    bool dense = plain && dice_chance(&draft->dice, 10);
    sheet_append(text, "  ");
    for (size_t i = 0; i < 4; i++) {
        conns_field(text, lexicon->netstat[i], dense ? 0 : cells[i]);
        sheet_append(text, dense ? " " : "  ");
    }
    if (layout.pid && lexicon->netstat[4] != NULL) {
        conns_field(text, lexicon->netstat[4], layout.offload ? 9 : 0);
    }
    sheet_append(text, layout.offload ? "Offload State" : "");
    draft_end_line(draft, true);
    draft_tell(draft, sheet_text(text) + start);
    if (layout.offload) {
        draft_line(draft, "");
    }
}

static void conns_title(struct draft *draft)
{
    draft_line(draft, draft->lexicon->title);
    draft_tell(draft, draft->lexicon->title);
}

static void conns_write_top(struct draft *draft, struct conns_layout layout)
{
    static const char *const between[] = {"<<<<<<< HEAD", "More edits on the main branch",
                                          "(this one was taken while Outlook hung)"};
    if (conns_bare(layout)) {
        return;
    }
    if (layout.top == CONNS_TITLE) {
        draft_line(draft, "");
    }
    if (layout.top != CONNS_HEADING) {
        conns_title(draft);
    }
    if (layout.top == CONNS_TITLE) {
        draft_line(draft, "");
    } else if (layout.top == CONNS_TITLE_PARTED) {
        draft_line(draft, DICE_PICK(&draft->dice, between));
    }
    conns_heading(draft, layout);
}

static void conns_describe(struct draft *draft, struct conns_layout layout)
{
    if (layout.tcpvcon) {
        sheet_append(&draft->about, layout.ports ? " tcpvcon -c" : " tcpvcon -c without ports");
        return;
    }
    sheet_printf(&draft->about, " netstat -a%s%s%s%s%s%s", layout.names ? "" : "n",
                 layout.pid ? "o" : "", layout.owners ? "b" : "", layout.offload ? "t" : "",
                 layout.tcp ? " -p tcp" : "", layout.top == CONNS_BARE ? " bare" : "");
}

void conns_write(struct draft *draft, const struct machine *machine, struct conns_layout layout)
{
    size_t rows = 0;
    for (size_t i = 0; i < machine->connection_count; i++) {
        rows += !layout.tcp || !machine->connections[i].udp;
    }
    if (rows == 0 && conns_bare(layout)) {
        return;
    }
    truth_add_list(&draft->truth, false);
    conns_describe(draft, layout);
    conns_write_top(draft, layout);
    for (size_t i = 0; i < machine->connection_count; i++) {
        if (!layout.tcp || !machine->connections[i].udp) {
            conns_write_row(draft, &machine->connections[i], layout);
        }
    }
}
