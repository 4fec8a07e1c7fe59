/*
 * The public interface of liboutconn, ordered by need: texts and status, grammars, parser and its
 * events, join and its snapshots, report.
 *
 * Owns: every name that starts with oc_ or OC_.
 * Must not know: anything private; files, streams, the environment.
 *
 * Ownership: what you get from a _new you give to the same _free; everything else is borrowed.
 * Texts handed to a callback live until the callback returns, unless it says otherwise.
 * Handles are not shared between threads, except a sealed oc_grammars, which is read-only.
 *
 * It is one file, and longer than others, because it is what a caller installs, includes and reads
 * from the top down: each part needs nothing but those above it.
 */
#ifndef OUTCONN_H
#define OUTCONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OC_VERSION "0.1.0"

/* ---- texts and status ------------------------------------------------------------------- */

/* UTF-8, not terminated; data NULL: not known. */
typedef struct oc_text {
    const char *data;
    size_t size;
} oc_text;

/* A number that the text does not give. */
#define OC_NONE (-1)

#define OC_STATUS_MAP(X)                                                                           \
    X(OC_OK, "no error")                                                                           \
    X(OC_NO_MEMORY, "out of memory")                                                               \
    X(OC_STOPPED, "stopped by the caller")                                                         \
    X(OC_MISUSE, "called in the wrong order or with an argument that cannot be")                   \
    X(OC_BAD_GRAMMAR, "a grammar does not hold")                                                   \
    X(OC_NO_ENCODING, "no such encoding")                                                          \
    X(OC_NO_WRITE, "the output could not be written")                                              \
    X(OC_TOO_MUCH_WAITS, "more connection rows wait for a process list than are kept")

typedef enum oc_status {
#define OC_STATUS_NAME(name, sentence) name,
    OC_STATUS_MAP(OC_STATUS_NAME)
#undef OC_STATUS_NAME
} oc_status;

/* The sentence of a status, terminated, static. */
const char *oc_status_text(oc_status status);

/* ---- grammars: shapes, languages and targets as data ------------------------------------- */

typedef struct oc_grammars oc_grammars;

/* Those that were built in: sealed and checked then, constant, and never given back. */
const oc_grammars *oc_grammars_builtin(void);

/* To read others. */
oc_grammars *oc_grammars_new(void); /* NULL: out of memory */
void oc_grammars_free(oc_grammars *grammars);

/*
 * Adds one grammar file. The name's ending says its kind: .grammar, .lang, .target or .endpoints;
 * anything else is OC_MISUSE. Name and bytes are copied. The first error sticks, see
 * oc_grammars_error.
 */
oc_status oc_grammars_add(oc_grammars *grammars, oc_text name, oc_text bytes);

/* Reads the files of those that were built in, to add others to them. */
oc_status oc_grammars_add_builtin(oc_grammars *grammars);

/* Links the files; after this the grammars are read-only and may be shared by threads. */
oc_status oc_grammars_seal(oc_grammars *grammars);

/*
 * Compiles every pattern and reads every sample of sealed grammars: the part of the rules that
 * costs time. The built-in ones were checked when the library was built.
 */
oc_status oc_grammars_check(oc_grammars *grammars);

/* "FILE:LINE:COLUMN: message", the line, a caret, what would be right; terminated, "" if none. */
const char *oc_grammars_error(const oc_grammars *grammars);

typedef enum oc_grammar_kind {
    OC_GRAMMAR_SHAPE,
    OC_GRAMMAR_LANGUAGE,
    OC_GRAMMAR_TARGET,
    OC_GRAMMAR_ENDPOINTS
} oc_grammar_kind;

typedef struct oc_grammar_info {
    oc_grammar_kind kind;
    oc_text name;    /* "netstat", "de", "outlook" */
    oc_text summary; /* one line for people */
} oc_grammar_info;

/* The index-th of sealed grammars; false past the last. Texts live as long as the grammars. */
bool oc_grammars_list(const oc_grammars *grammars, size_t index, oc_grammar_info *info);

/* What a port of a server says of the protocol; dynamic: the second port of RPC, on a host that is
 * also asked on an rpc port. */
#define OC_ROLE_MAP(X)                                                                             \
    X(OC_ROLE_NONE, "")                                                                            \
    X(OC_ROLE_HTTP, "http")                                                                        \
    X(OC_ROLE_RPC, "rpc")                                                                          \
    X(OC_ROLE_IMAP, "imap")                                                                        \
    X(OC_ROLE_POP, "pop")                                                                          \
    X(OC_ROLE_SMTP, "smtp")                                                                        \
    X(OC_ROLE_DIRECTORY, "directory")                                                              \
    X(OC_ROLE_PROXY, "proxy")                                                                      \
    X(OC_ROLE_DYNAMIC, "dynamic")

typedef enum oc_role {
#define OC_ROLE_NAME(name, word) name,
    OC_ROLE_MAP(OC_ROLE_NAME)
#undef OC_ROLE_NAME
        OC_ROLES
} oc_role;

typedef struct oc_port_range {
    oc_role role;
    uint16_t first;
    uint16_t last; /* this one, too */
} oc_port_range;

/* One program to report: its image names, the names of others that people take for it, and what a
 * reading of its connections needs. */
typedef struct oc_target_info {
    const oc_text *images;
    size_t image_count;
    const oc_text *related;
    size_t related_count;
    const oc_text *children; /* images of processes that may hold its connections */
    size_t child_count;
    const oc_text *servers; /* labels of its servers, as "exchange-online" */
    size_t server_count;
    const oc_port_range *ports;
    size_t port_count;
    uint32_t minimum; /* established connections of one mailbox and nothing else; 0: not known */
    uint32_t ceiling; /* connections that a server allows a user; 0: not known */
} oc_target_info;

/* The .target file of that name; false if there is none. Lives as long as the grammars. */
bool oc_grammars_target(const oc_grammars *grammars, oc_text name, oc_target_info *info);

/* Labels that no .endpoints file gives: ranges that are never the vendor's, what the user named,
 * and all that is left. */
#define OC_LABEL_OWN "own-server"
#define OC_LABEL_LOOPBACK "loopback"
#define OC_LABEL_LINK_LOCAL "link-local"
#define OC_LABEL_PRIVATE "private"
#define OC_LABEL_PUBLIC "public"

/* A range of addresses, and whose they are. */
typedef struct oc_network {
    uint8_t address[16]; /* an IPv4 address is ::ffff:a.b.c.d */
    uint8_t bits;        /* of address that count: 0 to 128; of an IPv4 prefix 96 and more */
    bool own;            /* named by the user: it counts before longer prefixes */
    int32_t port;        /* OC_NONE: all of them */
    oc_text label;
} oc_network;

/* One label of an .endpoints file. */
typedef struct oc_label_info {
    oc_text name;
    const uint32_t *sets; /* the numbers of its endpoint sets in what the vendor publishes */
    size_t set_count;
    const oc_text *areas; /* service areas whose sets have no number above */
    size_t area_count;
    const oc_network *networks;
    size_t network_count;
} oc_label_info;

/* The index-th label of all .endpoints files; false past the last. Lives as long as the grammars.
 */
bool oc_grammars_label(const oc_grammars *grammars, size_t index, oc_label_info *info);

/* ---- parser: bytes in, events out --------------------------------------------------------- */

/* line from 1; byte from 0, in the undecoded input. */
typedef struct oc_place {
    uint64_t line;
    uint64_t byte;
} oc_place;

#define OC_LINE_MAP(X)                                                                             \
    X(OC_LINE_PROCESS, "process")                                                                  \
    X(OC_LINE_CONNECTION, "connection")                                                            \
    X(OC_LINE_DETAIL, "detail")                                                                    \
    X(OC_LINE_HEADING, "heading")                                                                  \
    X(OC_LINE_BLANK, "blank")                                                                      \
    X(OC_LINE_OTHER, "other")                                                                      \
    X(OC_LINE_REJECTED, "rejected")

typedef enum oc_line_class {
#define OC_LINE_NAME(name, word) name,
    OC_LINE_MAP(OC_LINE_NAME)
#undef OC_LINE_NAME
        OC_LINE_CLASSES
} oc_line_class;

const char *oc_line_class_text(oc_line_class line_class);

/* How many lines of each class; the total is their sum. */
typedef struct oc_ledger {
    uint64_t lines[OC_LINE_CLASSES];
} oc_ledger;

uint64_t oc_ledger_total(const oc_ledger *ledger);

typedef enum oc_section_kind { OC_PROCESSES, OC_CONNECTIONS } oc_section_kind;

typedef struct oc_section {
    oc_section_kind kind;
    oc_place
        place;     /* its first line: the empty one that the programs print first, if it is there */
    oc_text shape; /* a grammar's name; not known when the section begins with its title */
    oc_text language; /* not known where structure alone was read */
    oc_text encoding; /* "ASCII", "UTF-8", "UTF-16LE", "CP850", ...; known when the section ends */
    oc_text taken_at; /* YYYY-MM-DDThh:mm:ss, local time, where the text above the list says it */
} oc_section;

typedef struct oc_process {
    oc_place place;
    uint32_t pid;
    oc_text image;
    bool image_cut; /* the layout may have cut the name: it fills its column */
    oc_text session;
    int64_t session_id;
    int64_t memory_kib;
} oc_process;

/* Spelt as English netstat prints them. */
#define OC_STATE_MAP(X)                                                                            \
    X(OC_UNKNOWN, "UNKNOWN")                                                                       \
    X(OC_LISTENING, "LISTENING")                                                                   \
    X(OC_ESTABLISHED, "ESTABLISHED")                                                               \
    X(OC_SYN_SENT, "SYN_SENT")                                                                     \
    X(OC_SYN_RECEIVED, "SYN_RECEIVED")                                                             \
    X(OC_FIN_WAIT_1, "FIN_WAIT_1")                                                                 \
    X(OC_FIN_WAIT_2, "FIN_WAIT_2")                                                                 \
    X(OC_CLOSE_WAIT, "CLOSE_WAIT")                                                                 \
    X(OC_CLOSING, "CLOSING")                                                                       \
    X(OC_LAST_ACK, "LAST_ACK")                                                                     \
    X(OC_TIME_WAIT, "TIME_WAIT")                                                                   \
    X(OC_BOUND, "BOUND")                                                                           \
    X(OC_CLOSED, "CLOSED")

typedef enum oc_state {
#define OC_STATE_NAME(name, word) name,
    OC_STATE_MAP(OC_STATE_NAME)
#undef OC_STATE_NAME
        OC_STATES
} oc_state;

const char *oc_state_text(oc_state state);
/* The state of that canonical name, any case; OC_STATES if there is none. */
oc_state oc_state_of(oc_text name);

/* TCP with a remote end; TCP without one (remote port 0); UDP. */
#define OC_ROW_KIND_MAP(X)                                                                         \
    X(OC_CONNECTION, "connection")                                                                 \
    X(OC_LISTENER, "listener")                                                                     \
    X(OC_UDP, "udp")

typedef enum oc_row_kind {
#define OC_ROW_KIND_NAME(name, word) name,
    OC_ROW_KIND_MAP(OC_ROW_KIND_NAME)
#undef OC_ROW_KIND_NAME
} oc_row_kind;

const char *oc_row_kind_text(oc_row_kind kind); /* "connection", "listener", "udp" */

/*
 * One end. The address is without brackets and with its zone, or a host name; not known for "*".
 * Where a service name stands for the port, port is OC_NONE and service holds the name.
 */
typedef struct oc_endpoint {
    oc_text address;
    oc_text service;
    int32_t port;
} oc_endpoint;

typedef struct oc_connection {
    oc_place place;
    oc_row_kind kind;
    oc_text proto; /* "TCP", "UDP" */
    oc_endpoint local;
    oc_endpoint remote; /* all not known for UDP "*:*" */
    oc_state state;     /* without meaning for UDP */
    oc_text state_word; /* as the line says it; not known for UDP */
    int64_t pid;        /* OC_NONE: the layout has no PID */
    oc_text owner;      /* the image that netstat -b or tcpvcon names */
} oc_connection;

typedef enum oc_severity { OC_NOTE, OC_WARNING, OC_ERROR } oc_severity;

const char *oc_severity_text(oc_severity severity); /* "note", "warning", "error" */

typedef struct oc_diagnostic {
    oc_severity severity;
    oc_text path;     /* which text of the capture; set by the join */
    oc_place place;   /* line 0: no line in particular */
    const char *code; /* short and stable, as "row-cut"; static */
    oc_text text;     /* a sentence: what is wrong and, where it helps, what to do */
} oc_diagnostic;

/* One input line, for --explain. */
typedef struct oc_line {
    oc_place place;
    oc_line_class line_class;
    oc_text text;                    /* as decoded, without its end */
    oc_text note;                    /* what was recognised, or why not; may be unknown */
    const oc_process *process;       /* what was read from it, or NULL */
    const oc_connection *connection; /* what was read from it, or NULL */
} oc_line;

/* What a text without any list seems to be. */
#define OC_SEEMS_MAP(X)                                                                            \
    X(OC_SEEMS_CAPTURE, "a capture")                                                               \
    X(OC_SEEMS_EMPTY, "empty")                                                                     \
    X(OC_SEEMS_BINARY, "binary data, not text")                                                    \
    X(OC_SEEMS_HELP, "the help screen of a command")                                               \
    X(OC_SEEMS_REFUSED, "the message that the command needs elevation")                            \
    X(OC_SEEMS_TEXT, "some other text")

typedef enum oc_seems {
#define OC_SEEMS_NAME(name, sentence) name,
    OC_SEEMS_MAP(OC_SEEMS_NAME)
#undef OC_SEEMS_NAME
} oc_seems;

const char *oc_seems_text(oc_seems seems);

typedef enum oc_event_kind {
    OC_EVENT_SECTION,     /* section: a list begins */
    OC_EVENT_PROCESSES,   /* processes: rows that follow each other, one or more */
    OC_EVENT_CONNECTION,  /* connection */
    OC_EVENT_COUNTED,     /* counted: so many connection rows of options.counted */
    OC_EVENT_CLOSED,      /* closed: of those some, before their list ends */
    OC_EVENT_DIAGNOSTIC,  /* diagnostic */
    OC_EVENT_LINE,        /* line; only with every_line; after the event of its row */
    OC_EVENT_SECTION_END, /* section, all fields known */
    OC_EVENT_END,         /* seems; the text is over */
} oc_event_kind;

typedef struct oc_processes {
    const oc_process *rows;
    size_t count;
} oc_processes;

/* Rows of PID 0 in TIME_WAIT: others have closed so many connections to that end. */
typedef struct oc_closed {
    oc_endpoint remote;
    uint32_t connections;
} oc_closed;

typedef struct oc_closed_ends {
    const oc_closed *ends;
    size_t count;
} oc_closed_ends;

typedef struct oc_event {
    oc_event_kind kind;
    const oc_ledger *ledger; /* the lines of this text before this event; of a connection event
                                those before it that are only counted may still be missing */
    union {
        const oc_section *section;
        oc_processes processes;
        const oc_connection *connection;
        const oc_diagnostic *diagnostic;
        const oc_line *line;
        uint64_t counted;
        oc_closed_ends closed;
        oc_seems seems;
    } as;
} oc_event;

/* Returns 0 to go on; anything else stops the parser with OC_STOPPED. */
typedef int oc_event_handler(void *user, const oc_event *event);

/* A set of PIDs: bit PID % 64 of word PID / 64. Larger ones are never in it. */
#define OC_PIDS 131072

typedef struct oc_pids {
    uint64_t bits[OC_PIDS / 64];
} oc_pids;

/*
 * What parsers have compiled and opened, and how lines and rows are laid out that they saw, for
 * those that come after them: a reader of thousands of texts gives it to each of a thread's
 * parsers, none of which is fed from an event of another. It changes nothing of what is read.
 * Grammars must be sealed and outlive it. NULL: out of memory.
 */
typedef struct oc_patterns oc_patterns;

oc_patterns *oc_patterns_new(const oc_grammars *grammars);
void oc_patterns_free(oc_patterns *patterns);

typedef struct oc_parser_options {
    const char *encoding; /* NULL: detect */
    size_t longest_line;  /* bytes; what is longer is cut and said so; 0: 65,536 */
    bool every_line;      /* tell OC_EVENT_LINE for every line */
    bool in_full;         /* match every row against its pattern, be it plain or of no interest */
    /* Connection rows of these PIDs may be told as a number, OC_EVENT_COUNTED; of PID 0, whose
     * connections others have closed, with OC_EVENT_CLOSED for those in TIME_WAIT. It may change
     * from one event to the next. NULL: all rows are told. */
    const oc_pids *counted;
    oc_patterns *patterns; /* of the same grammars; NULL: each parser compiles its own */
} oc_parser_options;

typedef struct oc_parser oc_parser;

/* Options may be NULL. Grammars must be sealed and outlive the parser. */
oc_status oc_parser_new(oc_parser **parser, const oc_grammars *grammars,
                        const oc_parser_options *options, oc_event_handler *handler, void *user);
/* Any chunking gives the same rows, lines and diagnostics; how many of them one event tells, and
 * which of those in options.counted are told by themselves, may differ. After an error every
 * further call returns it. */
oc_status oc_parser_feed(oc_parser *parser, const void *bytes, size_t size);
/* Not optional: the last line and what still waits come out here. */
oc_status oc_parser_finish(oc_parser *parser);
void oc_parser_free(oc_parser *parser);

/* ---- join: events in, snapshots out ------------------------------------------------------- */

typedef struct oc_source {
    oc_text path;
    oc_section section;
    oc_text read_at; /* of a connection list: when it came, where the caller says so */
} oc_source;

typedef struct oc_remote {
    oc_text address;
    oc_text service;
    int32_t port;
    uint64_t connections;
    uint64_t established; /* of the connections */
    uint64_t pending;     /* SYN_SENT */
    uint64_t half_closed; /* CLOSE_WAIT: the other side has closed */
    uint64_t unknown;     /* in a state that nobody listed */
    oc_text label; /* whose address it is, as "exchange-online"; not known where nothing says so */
} oc_remote;

/* What a target's connections mean, with the reasons, and never more than the text can prove. */
typedef struct oc_reading {
    oc_text code;       /* CONTRACT.md, "reading" */
    oc_text confidence; /* "low", "medium", "high" */
    oc_text text;       /* one sentence */
    const oc_text *reasons;
    size_t reason_count;
    oc_text source; /* where the rule comes from */
} oc_reading;

typedef struct oc_rows oc_rows;

typedef struct oc_target {
    int64_t pid;
    oc_text image;
    oc_text session;
    int64_t session_id;
    int64_t memory_kib;
    uint64_t connections; /* all that were read, shown or not */
    uint64_t listeners;
    uint64_t udp;
    uint64_t by_state[OC_STATES]; /* of the connections */
    const oc_remote *remotes;     /* most connections first; none when rows are streamed */
    size_t remote_count;
    int64_t recently_closed;   /* OC_NONE: more ends than are kept */
    const oc_rows *rows;       /* NULL when rows are streamed */
    const oc_reading *reading; /* NULL when rows are streamed, or when nothing can be said */
    bool image_cut;            /* the layout may have cut the name */
} oc_target;

/* Where a walk over a target's rows stands; start with {0}. */
typedef struct oc_row_cursor {
    size_t block;
    size_t next;
} oc_row_cursor;

/* The target's next row in the order of the input; false after the last. Texts live as long as
 * the snapshot. Its place is not kept, but the line of a row with an owner. */
bool oc_target_next_row(const oc_target *target, oc_row_cursor *cursor, oc_connection *row);

/* Not there before; not there any more; another state of the same row; another PID of the only
 * process with that image. */
#define OC_CHANGE_MAP(X)                                                                           \
    X(OC_APPEARED, "appeared")                                                                     \
    X(OC_VANISHED, "vanished")                                                                     \
    X(OC_OTHER_STATE, "state")                                                                     \
    X(OC_OTHER_PID, "pid")

typedef enum oc_change_kind {
#define OC_CHANGE_NAME(name, word) name,
    OC_CHANGE_MAP(OC_CHANGE_NAME)
#undef OC_CHANGE_NAME
} oc_change_kind;

const char *oc_change_kind_text(oc_change_kind kind);

/*
 * One difference from an earlier snapshot. Targets are the same by PID and image, then by image
 * where only one such target is left on both sides; their rows by protocol and both ends.
 */
typedef struct oc_change {
    oc_change_kind kind;
    const oc_target *target;        /* NULL: it is not in this snapshot */
    const oc_target *target_before; /* NULL: it was not there; its session is not known any more */
    oc_text image;
    int64_t pid;        /* of a target that is gone: the one it had */
    int64_t pid_before; /* OC_NONE also where the target was not there */
    bool of_target;     /* the target itself; row and state_before have no meaning */
    oc_connection row;  /* as it is now; as it was, where it vanished */
    oc_state state_before;
    oc_text state_word_before;
} oc_change;

typedef struct oc_changes oc_changes;

/*
 * The index-th change; false past the last. The changes of one target stand together: its own
 * first, then the rows of now in their order, then those that vanished. Targets of now come first.
 * Texts live as long as the snapshot.
 */
bool oc_changes_at(const oc_changes *changes, size_t index, oc_change *change);

/* The snapshot that changes are told against. */
typedef struct oc_since {
    oc_text capture;
    uint64_t number;
    oc_text taken_at;
    bool other_capture; /* by oc_join_compare */
} oc_since;

typedef struct oc_snapshot {
    oc_text capture;
    uint64_t number;  /* from 1 */
    oc_text taken_at; /* YYYY-MM-DDThh:mm:ss, local time */
    oc_text read_at;  /* the same of when it came, where it came live */
    const oc_source *sources;
    size_t source_count;
    bool has_processes;
    bool has_connections;
    uint64_t process_rows;
    uint64_t connection_rows;
    const oc_target *targets;
    size_t target_count;
    uint64_t unowned_pids;
    bool has_owners;         /* a connection row names its process */
    uint64_t anonymous_rows; /* connection rows with neither PID nor owner */
    oc_ledger ledger;
    const oc_diagnostic *diagnostics; /* at most 100 in a capture */
    size_t diagnostic_count;
    uint64_t diagnostics_left_out;
    const oc_text *near_images; /* with no target: names in the list that people may mean */
    size_t near_image_count;
    const oc_since *since; /* NULL: there is nothing to compare with, or rows are streamed */
    const oc_changes *changes;
    size_t change_count;
} oc_snapshot;

/* Both return 0 to go on; anything else stops the join with OC_STOPPED. */
typedef struct oc_join_handler {
    /* NULL: rows are kept for the snapshot. Else they come as they are read, before their
     * snapshot, and only capture, number and taken_at of the snapshot are known. */
    int (*row)(void *user, const oc_snapshot *snapshot, const oc_target *target,
               const oc_connection *row);
    int (*snapshot)(void *user, const oc_snapshot *snapshot);
    void *user;
} oc_join_handler;

typedef struct oc_join_options {
    oc_text capture;       /* its name */
    const oc_text *images; /* wanted image names: any case, * and ?, ".exe" may be left out */
    size_t image_count;
    const uint32_t *pids; /* wanted PIDs; they need no process list */
    size_t pid_count;
    bool all;            /* every PID of either list is wanted */
    const oc_text *near; /* image names worth a word when no target is found */
    size_t near_count;
    size_t waiting_limit;       /* bytes of rows that wait for a process list; 0: 64 MiB */
    const oc_network *networks; /* for labels; of two that fit the longer counts. Not copied. */
    size_t network_count;
    const oc_target_info *programs; /* those that readings can be given of. Not copied. */
    size_t program_count;
} oc_join_options;

typedef struct oc_join oc_join;

/* Options are copied; what says that it is not must outlive the join. */
oc_status oc_join_new(oc_join **join, const oc_join_options *options,
                      const oc_join_handler *handler);
/*
 * Before the first event: the first snapshot is told with its changes since the last one of
 * another join, which is finished and is left without it.
 */
oc_status oc_join_compare(oc_join *join, oc_join *before);
/* What begins from now on came at that time: YYYY-MM-DDThh:mm:ss, local time. It is copied. */
void oc_join_came_at(oc_join *join, oc_text time);
/*
 * The text comes live: snapshots say when they came, and, as a process list may never come, a
 * connection list is told when the next one begins, if its targets can be told without a process
 * list. False: one waits all the same.
 */
bool oc_join_live(oc_join *join);
/* The events that follow come from this text of the capture. */
oc_status oc_join_source(oc_join *join, oc_text path);
oc_status oc_join_event(oc_join *join, const oc_event *event);
/* For oc_parser_options.counted: rows that the join needs no more of than their number. Lives as
 * long as the join. */
const oc_pids *oc_join_counted(const oc_join *join);
/* Not optional: what still waits is joined here. */
oc_status oc_join_finish(oc_join *join);
void oc_join_free(oc_join *join);

/* ---- report: snapshots in, text out -------------------------------------------------------- */

/* Writes all of the bytes and returns 0; anything else stops the report with OC_NO_WRITE. */
typedef struct oc_sink {
    int (*write)(void *user, const char *bytes, size_t size);
    void *user;
} oc_sink;

typedef struct oc_report_options {
    uint32_t states; /* bit 1 << state for each state to show; 0: all rows. Counts stay whole. */
    bool color;      /* text only */
    bool many;       /* text only: more than one capture is reported, so name each */
    bool part;       /* others write to the same output: no header line, which belongs there once */
    size_t width;    /* lines only: display cells that a line may take; 0: any number */
    bool verbose; /* text only: every snapshot whole, and where the rule of a reading comes from */
} oc_report_options;

typedef struct oc_report oc_report;

/* Formats: text, json, csv, tsv, and lines, one for people for each target of a snapshot;
 * OC_MISUSE for another name. Options may be NULL. */
oc_status oc_report_new(oc_report **report, oc_text format, const oc_report_options *options,
                        oc_sink sink);
/* Whether the format takes rows as they come, with oc_report_row. */
bool oc_report_streams(const oc_report *report);
oc_status oc_report_row(oc_report *report, const oc_snapshot *snapshot, const oc_target *target,
                        const oc_connection *row);
oc_status oc_report_snapshot(oc_report *report, const oc_snapshot *snapshot);
/* Not optional: what is buffered is written here. */
oc_status oc_report_finish(oc_report *report);
void oc_report_free(oc_report *report);

#endif
